package redistest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// recorder is a testing.TB that notes how a test was ended.
type recorder struct {
	testing.TB
	ended string
}

func (r *recorder) Helper()                           {}
func (r *recorder) Skipf(format string, args ...any)  { r.ended = "skipped" }
func (r *recorder) Fatalf(format string, args ...any) { r.ended = "failed" }

func TestMissingServerSkipsUnlessItIsRequired(t *testing.T) {
	t.Setenv("SCRIPTBIND_REDIS_SERVER", "/no/such/redis-server")
	for required, want := range map[string]string{"": "skipped", "0": "skipped", "1": "failed"} {
		t.Setenv("SCRIPTBIND_REQUIRE_REDIS", required)
		r := &recorder{TB: t}
		Binary(r)
		require.Equal(t, want, r.ended, "SCRIPTBIND_REQUIRE_REDIS=%s", required)
	}
}
