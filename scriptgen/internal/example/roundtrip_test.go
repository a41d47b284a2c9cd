package example_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// values draws values of the types that can be both argument and result.
var values = map[string]*rapid.Generator[header.Value]{
	"string":            rapid.Map(rapid.String(), scalar(header.String)),
	"bytes":             rapid.Map(rapid.String(), scalar(header.String)),
	"int":               rapid.Map(rapid.Int(), func(n int) header.Value { return scalar(header.Number)(strconv.Itoa(n)) }),
	"int64":             rapid.Map(rapid.Int64(), func(n int64) header.Value { return scalar(header.Number)(strconv.FormatInt(n, 10)) }),
	"uint64":            rapid.Map(rapid.Uint64(), func(n uint64) header.Value { return scalar(header.Number)(strconv.FormatUint(n, 10)) }),
	"float":             rapid.Map(rapid.Float64(), func(f float64) header.Value { return scalar(header.Number)(fmt.Sprint(f)) }),
	"bool":              rapid.Map(rapid.Bool(), func(b bool) header.Value { return scalar(header.Boolean)(strconv.FormatBool(b)) }),
	"seconds":           rapid.Map(rapid.Int64Range(-1e9, 1e9), func(n int64) header.Value { return scalar(header.Number)(strconv.FormatInt(n, 10)) }),
	"milliseconds":      rapid.Map(rapid.Int64Range(-1e12, 1e12), func(n int64) header.Value { return scalar(header.Number)(strconv.FormatInt(n, 10)) }),
	"unix":              rapid.Map(rapid.Int64Range(0, 1e11), func(n int64) header.Value { return scalar(header.Number)(strconv.FormatInt(n, 10)) }),
	"unixmilli":         rapid.Map(rapid.Int64Range(0, 1e14), func(n int64) header.Value { return scalar(header.Number)(strconv.FormatInt(n, 10)) }),
	"enum(buy,sell,x1)": rapid.Map(rapid.SampledFrom([]string{"buy", "sell", "x1"}), scalar(header.String)),
	"json":              rapid.Map(rapid.SliceOf(rapid.StringMatching(`[a-zé"\\ ]*`)), list),
	"msgpack":           rapid.Map(rapid.SliceOf(rapid.String()), list),
}

func scalar(kind header.Kind) func(string) header.Value {
	return func(s string) header.Value { return header.Value{Kind: kind, Scalar: s} }
}

func list(items []string) header.Value {
	v := header.Value{Kind: header.List}
	for _, s := range items {
		v.Items = append(v.Items, scalar(header.String)(s))
	}
	return v
}

// What an example sends is what it gets back, whatever the type and the value.
func TestRoundTrip(t *testing.T) {
	server := embedded(t)
	for name, generator := range values {
		t.Run(name, func(t *testing.T) {
			script := parse(t, "echo.lua", strings.ReplaceAll(`--[[ yaml
doc: Returns what it is given.
args: {v: TYPE}
returns: TYPE
--]]
return ARGV[1]
`, "TYPE", name))
			rapid.Check(t, func(rt *rapid.T) {
				v := generator.Draw(rt, "v")
				call := header.Value{Kind: header.Map, Fields: []header.Field{{Name: header.Text{Value: "v"}, Value: v}}}
				e := &contract.Example{Example: &header.Example{Call: call, Returns: &v}}
				result, err := example.Run(context.Background(), server, script, e)
				require.NoError(rt, err)
				assert.Empty(rt, result.Failures)
			})
		})
	}
}
