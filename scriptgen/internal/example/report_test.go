package example_test

import (
	"bytes"
	"encoding/xml"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func TestFilter(t *testing.T) {
	for _, test := range []struct {
		pattern, script, name string
		want                  bool
	}{
		{"", "SetLink", "a link", true},
		{"SetLink", "SetLink", "a link", true},
		{"SetLink", "TrySetLink", "a link", true},
		{"^SetLink$", "TrySetLink", "a link", false},
		{"Link/a_link", "SetLink", "a link", true},
		{"Link/^link", "SetLink", "a link", false},
		{"/link", "SetLink", "a link", true},
		{"Get/link", "SetLink", "a link", false},
		{"Set/a/b", "Set", "a/b", true},
	} {
		f, err := example.NewFilter(test.pattern)
		require.NoError(t, err)
		assert.Equal(t, test.want, f.Match(test.script, test.name), "%s on %s/%s", test.pattern, test.script, test.name)
	}
	for _, bad := range []string{"(", "a/["} {
		_, err := example.NewFilter(bad)
		assert.ErrorContains(t, err, "error parsing regexp", bad)
	}
}

func TestID(t *testing.T) {
	assert.Equal(t, "SetLink/a_link,_and\u00e9_�", example.ID("SetLink", "a link, and\u00e9\t\x00"))
}

// results are one of each.
func results() []example.Result {
	f := source.NewFile("scripts/x.lua", "doc: x\ncall: y\nthen: z\n")
	return []example.Result{
		{Script: "SetLink", Name: "passes", Span: f.Span(0, 3), Status: example.Passed, Elapsed: 1500 * time.Microsecond},
		{Script: "SetLink", Name: "fails <twice>", Span: f.Span(0, 3), Status: example.Failed, Failures: []example.Failure{
			{Span: f.Span(7, 11), Step: "SetLink(pod: 3)", Want: "3", Got: `"x \u0001"`},
			{Span: f.Span(15, 19), Step: "GET k", Message: "WRONGTYPE", Hint: "look there"},
		}},
		{Script: "GetLink", Name: "waits", Span: f.Span(0, 3), Status: example.Skipped, Reason: "no clock"},
	}
}

func summaries() []example.Summary {
	first, second := example.Summary{Set: "scripts"}, example.Summary{Set: "more/scripts"}
	all := results()
	first.Count(all[0])
	first.Count(all[1])
	second.Count(all[2])
	return []example.Summary{first, second}
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		file string
		text example.Text
	}{
		{"testdata/report/quiet.txt", example.Text{}},
		{"testdata/report/verbose.txt", example.Text{Verbose: true, Color: true}},
	} {
		var out bytes.Buffer
		test.text.W = &out
		for _, r := range results() {
			test.text.Result(r)
		}
		test.text.Empty("scripts/empty.lua")
		for _, s := range summaries() {
			test.text.Summary(s)
		}
		golden.Equal(t, test.file, out.Bytes())
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, example.PrintJSON(&out, results()))
	golden.Equal(t, "testdata/report/results.json", out.Bytes())

	out.Reset()
	require.NoError(t, example.PrintJSON(&out, nil))
	assert.Equal(t, "[]\n", out.String())
}

func TestJUnit(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, example.PrintJUnit(&out, summaries(), results()))
	golden.Equal(t, "testdata/report/junit.xml", out.Bytes())

	var read struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
			Cases    []struct {
				Failure []string `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal(out.Bytes(), &read))
	require.Len(t, read.Suites, 2)
	assert.Equal(t, 2, read.Suites[0].Tests)
	assert.Equal(t, 1, read.Suites[0].Failures)
	assert.Equal(t, 1, read.Suites[1].Skipped)
	assert.Len(t, read.Suites[0].Cases[1].Failure, 2)
}
