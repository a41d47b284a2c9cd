package redisenv

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The floor decides which facts hold.
func TestCommandAtAFloor(t *testing.T) {
	at := func(server, name string) *Command {
		s, err := ParseServer(server)
		require.NoError(t, err)
		return s.Command(name)
	}
	assert.Equal(t, 3, at("redis:7.0", "ZRANK").Arity)
	assert.Equal(t, -3, at("redis:7.2", "zrank").Arity, "WITHSCORE came with 7.2")
	assert.Equal(t, -3, at("valkey:7.2", "ZRANK").Arity)

	assert.True(t, at("redis:7.0", "BLPOP").Flags.Has(NoScript))
	assert.False(t, at("redis:7.2", "BLPOP").Flags.Has(NoScript), "scripts may call it from 7.2 on")

	assert.Nil(t, at("redis:7.0", "HEXPIRE"))
	assert.NotNil(t, at("redis:7.4", "HEXPIRE"))
	assert.Nil(t, at("valkey:8.1", "HEXPIRE"))
	assert.NotNil(t, at("valkey:9.0", "HEXPIRE"))

	assert.Nil(t, at("redis:7.0", "NOSUCH"))
	assert.NotNil(t, at("redis:7.0", "xgroup create"))
	assert.Nil(t, at("redis:7.0", "XGROUP NOSUCH"))
}

func TestIntroduced(t *testing.T) {
	since, known := Introduced("hexpire")
	assert.True(t, known)
	assert.Equal(t, "Redis 7.4 and Valkey 9.0", since.String())
	since, known = Introduced("ZRANK")
	assert.True(t, known)
	assert.Equal(t, "Redis 2.0 and Valkey 7.2", since.String(), "the first of its states counts")
	_, known = Introduced("NOSUCH")
	assert.False(t, known)
}

func TestNamesAndSubcommands(t *testing.T) {
	assert.Contains(t, Names(), "GET")
	assert.NotContains(t, Names(), "XGROUP CREATE")
	assert.IsIncreasing(t, Names())
	assert.Contains(t, Subcommands("xgroup"), "CREATECONSUMER")
	assert.Empty(t, Subcommands("GET"))
}

func TestTakes(t *testing.T) {
	get, set := Server{}.Command("GET"), Server{}.Command("SET")
	assert.False(t, get.Takes(1))
	assert.True(t, get.Takes(2))
	assert.False(t, get.Takes(3))
	assert.False(t, set.Takes(2))
	assert.True(t, set.Takes(3))
	assert.True(t, set.Takes(7))
	hset := Server{}.Command("HSET")
	assert.True(t, hset.Takes(4))
	assert.False(t, hset.Takes(5), "a field without a value")
	assert.True(t, hset.Takes(6))
}

// Every row of the table is whole: its reply can be read, its types and keys make sense.
func TestTableIsWhole(t *testing.T) {
	for _, c := range commands {
		require.NotEqual(t, Since{}, c.Since, c.Name)
		require.NotEmpty(t, c.Group, c.Name)
		require.NotZero(t, c.Arity, c.Name)
		require.NotEmpty(t, c.Reply, c.Name)
		for i, rc := range c.Reply {
			for _, text := range []string{rc.RESP2, rc.RESP3} {
				if text == "" {
					continue
				}
				replies, err := ParseReplies(text)
				require.NoError(t, err, c.Name)
				assert.Equal(t, text, replies.String(), "%s: the notation reads back", c.Name)
			}
			assert.Equal(t, i == len(c.Reply)-1, rc.When == "", "%s: the last case, and only it, always holds", c.Name)
		}
		for _, k := range c.Keys {
			assert.True(t, k.Find == Unfindable || k.Step > 0, c.Name)
			// The documentation gives modules' keys no access of their own, and PFCOUNT caches what it counts.
			assert.False(t, c.Flags.Has(ReadOnly) && k.Access&Writes != 0 && c.Group != "module" && c.Name != "PFCOUNT", "%s is read-only and writes a key", c.Name)
		}
	}
}

func TestAllowedInScripts(t *testing.T) {
	assert.Equal(t, "Redis 7.2 and Valkey 7.2", AllowedInScripts("blpop").String())
	assert.Equal(t, Since{}, AllowedInScripts("SUBSCRIBE"))
}

// The arguments that have names are all that a call must have, and no keyword is where a key is.
func TestArgsAreTheLeastThereIs(t *testing.T) {
	named := 0
	for _, c := range commands {
		if c.Args == "" {
			continue
		}
		named++
		words := strings.Fields(c.Name + " " + c.Args)
		require.Len(t, words, c.MinWords(), c.Name)
		keys, _ := c.KeysOf(Call{Words: make([]Word, len(words))})
		for _, k := range keys {
			assert.Equal(t, strings.ToLower(words[k.Index]), words[k.Index], c.Name)
		}
	}
	assert.Greater(t, named, 300)
	assert.Equal(t, "key seconds", Server{}.Command("EXPIRE").Args)
}
