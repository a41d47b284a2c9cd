package header

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Whatever the file holds: Parse does not panic, says the same twice, and every place it names lies
// in the file. A header without a mistake is not broken, and one with a mistake is.
func FuzzParse(f *testing.F) {
	f.Add(everything)
	bad, err := filepath.Glob("testdata/bad/*.lua")
	require.NoError(f, err)
	for _, path := range bad {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		var l, again diag.List
		file := source.NewFile("x.lua", text)
		h := Parse(file, &l)
		h2 := Parse(file, &again)
		assert.True(t, reflect.DeepEqual(h, h2), "the second time it is another header")
		assert.Equal(t, l.Sorted(), again.Sorted())
		assertSpans(t, reflect.ValueOf(l.Sorted()), len(text))
		if h == nil {
			assert.Empty(t, l.Sorted())
			return
		}
		assert.Equal(t, l.HasErrors(), h.Broken)
		assertSpans(t, reflect.ValueOf(*h), len(text))
		assert.True(t, h.End >= 0 && h.End <= len(text))
		assert.True(t, h.End == 0 || h.End == len(text) || text[h.End-1] == '\n', "End is a line's beginning")
	})
}

// assertSpans walks a value and holds every span in it against the file's length.
func assertSpans(t *testing.T, v reflect.Value, length int) {
	if span, ok := v.Interface().(source.Span); ok {
		assert.True(t, 0 <= span.Start && span.Start <= span.End && span.End <= length, "span %d to %d of %d bytes", span.Start, span.End, length)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				assertSpans(t, v.Field(i), length)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			assertSpans(t, v.Index(i), length)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			assertSpans(t, v.MapIndex(k), length)
		}
	case reflect.Pointer:
		if _, isFile := v.Interface().(*source.File); !isFile && !v.IsNil() {
			assertSpans(t, v.Elem(), length)
		}
	}
}

// What protect changes comes back, character for character, and no line gets longer or shorter.
func FuzzProtect(f *testing.F) {
	f.Add("returns: []int\n- GET a => {b: 1}\nk: {<uid>}:x\nenum(a,b) map[string]int")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, standIns) {
			t.Skip()
		}
		safe := protect(text)
		assert.Equal(t, text, restore.Replace(safe))
		assert.Equal(t, len([]rune(text)), len([]rune(safe)))
	})
}
