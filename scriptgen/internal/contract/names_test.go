package contract

import (
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	n := newNamer([]string{"MMR"})
	for _, test := range []struct{ name, exported, local string }{
		{"uid", "UID", "uid"},
		{"pod", "Pod", "pod"},
		{"statefulGetLink", "StatefulGetLink", "statefulGetLink"},
		{"statefulRemoveLinkWithId", "StatefulRemoveLinkWithID", "statefulRemoveLinkWithID"},
		{"remove_with_id", "RemoveWithID", "removeWithID"},
		{"remove-with-id", "RemoveWithID", "removeWithID"},
		{"user.name", "UserName", "userName"},
		{"RemoveWithID", "RemoveWithID", "removeWithID"},
		{"HTTPServer", "HTTPServer", "httpServer"},
		{"urlPath", "URLPath", "urlPath"},
		{"URLPath", "URLPath", "urlPath"},
		{"userIDs", "UserIDs", "userIDs"},
		{"user_ids", "UserIDs", "userIDs"},
		{"ids", "IDs", "ids"},
		{"IDs", "IDs", "ids"},
		{"uidsByPod", "UIDsByPod", "uidsByPod"},
		{"dns", "DNS", "dns"},
		{"css", "CSS", "css"},
		{"os", "Os", "os"},
		{"top10Users", "Top10Users", "top10Users"},
		{"utf8Name", "UTF8Name", "utf8Name"},
		{"x", "X", "x"},
		{"X", "X", "x"},
		{"aB", "AB", "aB"},
		{"OUT_OF_STOCK", "OutOfStock", "outOfStock"},
		{"MISSING", "Missing", "missing"},
		{"BAD_TTL", "BadTTL", "badTTL"},
		{"__x__", "X", "x"},
		{"mmr_of_user", "MMROfUser", "mmrOfUser"},
		{"Ids", "IDs", "ids"},
		{"9lives", "9lives", "9lives"},
		{"größe", "Größe", "größe"},
		{"", "", ""},
	} {
		assert.Equal(t, test.exported, n.exported(test.name), "exported %q", test.name)
		assert.Equal(t, test.local, n.local(test.name), "local %q", test.name)
	}
}

// Every name that a header may use gives Go identifiers.
func TestNames_AreIdentifiers(t *testing.T) {
	n := newNamer(nil)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(identifier.String()).Draw(t, "name")
		exported := n.exported(name)
		assert.True(t, token.IsIdentifier(exported) && token.IsExported(exported), "%q", exported)
		local := n.local(name)
		assert.True(t, token.IsIdentifier(local) || token.IsKeyword(local), "%q", local)
		assert.False(t, token.IsExported(local), "%q", local)
	})
}

// Parameters are called what they are called, but where that means something else in the generated code.
func TestLocals(t *testing.T) {
	s := one(t, `
returns: none
args:
  type: string
  typeValue: string
  len: int
  ctx: string
  s: string
  time: unix
  topBoard: string
  topBoardLua: string
  value: string
  uid: string`)
	got := map[string]string{}
	for _, p := range s.Params {
		got[p.Name] = p.Local
	}
	assert.Equal(t, map[string]string{
		"type": "typeValue", "typeValue": "typeValueValue", "len": "lenValue", "ctx": "ctxValue", "s": "sValue",
		"time": "timeValue", "topBoard": "topBoardValue", "topBoardLua": "topBoardLuaValue", "value": "value", "uid": "uid",
	}, got)
}

func TestScriptNames(t *testing.T) {
	const yaml = "--[[ yaml\ndoc: x\nreturns: none\n--]]\n"
	for _, test := range []struct{ file, name, local string }{
		{"scripts/statefulSetLink.lua", "StatefulSetLink", "statefulSetLink"},
		{`scripts/sub/remove_with_id.lua`, "RemoveWithID", "removeWithID"},
		{"type.lua", "Type", "typeScript"},
		{"new.lua", "New", "newScript"},
		{"time.lua", "Time", "timeScript"},
		{"s.lua", "S", "sScript"},
	} {
		set, found := resolve(map[string]string{test.file: yaml})
		assert.Empty(t, found)
		assert.Equal(t, test.name, set.Scripts[0].Name)
		assert.Equal(t, test.local, set.Scripts[0].Var)
	}
}
