// This file asks the server what each of the eleven scripts costs it.

package bench

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

const (
	namespace = "bench"
	service   = "chat"
	statesKey = "sf:{" + namespace + ":state:" + service + "}"
	batchSize = 100
)

// workload is one script in one situation.
type workload struct {
	script, situation string
	prepare           func(b *gen.Batch, i int) // queued for each run before the measurement
	states            int                       // pods that have a state
	run               func(b *gen.Batch, i int) // what is measured
	services          int                       // persistent links of each user
}

// BenchmarkServerTime reports the server's time for a run (commandstats), its 99th percentile
// (latencystats), and how many commands the script calls.
func BenchmarkServerTime(b *testing.B) {
	set := func(ttl int) func(*gen.Batch, int) {
		return func(q *gen.Batch, i int) {
			q.StatefulSetLink(gen.StatefulSetLinkParams{Namespace: namespace, UID: uid(i), Service: service, Pod: i % 300, TTL: ttl})
		}
	}
	try := func(pod int) func(*gen.Batch, int) {
		return func(q *gen.Batch, i int) {
			q.StatefulTrySetLink(gen.StatefulTrySetLinkParams{Namespace: namespace, UID: uid(i), Service: service, Pod: i%300 + pod, TTL: -1})
		}
	}
	ifAbsent := func(q *gen.Batch, i int) {
		q.StatefulSetLinkIfAbsent(gen.StatefulSetLinkIfAbsentParams{Namespace: namespace, UID: uid(i), Service: service, Pod: i % 300, TTL: -1})
	}
	compute := func(pods int) func(*gen.Batch, int) {
		candidates := make([]gen.StatefulComputeLinkIfAbsentItem, pods)
		for i := range candidates {
			candidates[i] = gen.StatefulComputeLinkIfAbsentItem{Pod: i, Load: float64(i % 7)}
		}
		return func(q *gen.Batch, i int) {
			q.StatefulComputeLinkIfAbsent(gen.StatefulComputeLinkIfAbsentParams{Namespace: namespace, UID: uid(i), Service: service, TTL: -1, Candidates: candidates})
		}
	}
	getIfPersist := func(q *gen.Batch, i int) {
		q.StatefulGetLinkIfPersist(gen.StatefulGetLinkIfPersistParams{Namespace: namespace, UID: uid(i), Service: service})
	}
	remove := func(ttl int) func(*gen.Batch, int) {
		return func(q *gen.Batch, i int) {
			q.StatefulRemoveLink(gen.StatefulRemoveLinkParams{Namespace: namespace, UID: uid(i), Service: service, TTL: ttl})
		}
	}
	removeWithID := func(pod int) func(*gen.Batch, int) {
		return func(q *gen.Batch, i int) {
			q.StatefulRemoveLinkWithID(gen.StatefulRemoveLinkWithIDParams{Namespace: namespace, UID: uid(i), Service: service, Pod: i%300 + pod})
		}
	}
	services := func(q *gen.Batch, i int) {
		q.StatefulGetLinkService(gen.StatefulGetLinkServiceParams{Namespace: namespace, UID: uid(i)})
	}
	states := func(q *gen.Batch, i int) {
		q.StatefulGetService(gen.StatefulGetServiceParams{Namespace: namespace, Service: service})
	}
	statesOf := func(q *gen.Batch, i int) {
		q.StatefulGetServicePod(gen.StatefulGetServicePodParams{Namespace: namespace, Service: service, Pod: i % 10})
	}
	setState := func(q *gen.Batch, i int) {
		q.StatefulSetState(gen.StatefulSetStateParams{Namespace: namespace, Service: service, Pod: i % 10, State: strconv.Itoa(i)})
	}

	for _, w := range []workload{
		{script: "SetLink", situation: "persistent", prepare: set(-1), run: set(-1)},
		{script: "SetLink", situation: "temporary", prepare: set(-1), run: set(60)},
		{script: "SetLink", situation: "persistent-100-services", prepare: set(-1), run: set(-1), services: 100},
		{script: "TrySetLink", situation: "same-pod", prepare: set(-1), run: try(0)},
		{script: "TrySetLink", situation: "replaces-temporary", prepare: set(60), run: try(1)},
		{script: "TrySetLink", situation: "refused", prepare: set(-1), run: try(1)},
		{script: "SetLinkIfAbsent", situation: "absent", run: ifAbsent},
		{script: "SetLinkIfAbsent", situation: "exists", prepare: set(-1), run: ifAbsent},
		{script: "ComputeLinkIfAbsent", situation: "absent-1-pod", run: compute(1)},
		{script: "ComputeLinkIfAbsent", situation: "absent-10-pods", run: compute(10)},
		{script: "ComputeLinkIfAbsent", situation: "absent-100-pods", run: compute(100)},
		{script: "ComputeLinkIfAbsent", situation: "absent-1000-pods", run: compute(1000)},
		{script: "ComputeLinkIfAbsent", situation: "exists-10-pods", prepare: set(-1), run: compute(10)},
		{script: "GetLinkIfPersist", situation: "persistent", prepare: set(-1), run: getIfPersist},
		{script: "GetLinkIfPersist", situation: "temporary", prepare: set(60), run: getIfPersist},
		{script: "RemoveLink", situation: "at-once", prepare: set(-1), run: remove(0)},
		{script: "RemoveLink", situation: "grace-period", prepare: set(-1), run: remove(60)},
		{script: "RemoveLinkWithID", situation: "same-pod", prepare: set(-1), run: removeWithID(0)},
		{script: "RemoveLinkWithID", situation: "other-pod", prepare: set(-1), run: removeWithID(1)},
		{script: "GetLinkService", situation: "1-service", prepare: set(-1), run: services},
		{script: "GetLinkService", situation: "10-services", prepare: set(-1), run: services, services: 9},
		{script: "GetService", situation: "10-pods", states: 10, run: states},
		{script: "GetService", situation: "100-pods", states: 100, run: states},
		{script: "GetService", situation: "1000-pods", states: 1000, run: states},
		{script: "GetServicePod", situation: "10-pods", states: 10, run: statesOf},
		{script: "GetServicePod", situation: "1000-pods", states: 1000, run: statesOf},
		{script: "SetState", situation: "10-pods", states: 10, run: setState},
		{script: "SetState", situation: "1000-pods", states: 1000, run: setState},
	} {
		b.Run(fmt.Sprintf("script=%s/case=%s", w.script, w.situation), w.measure)
	}
}

// uid is the name of the i-th user of a workload, each of whom is used once.
func uid(i int) string { return "user-" + strconv.Itoa(i) }

func (w workload) measure(b *testing.B) {
	ctx := context.Background()
	client := redistest.Start(b).Client(b)
	scripts := gen.New(client)
	if err := scripts.Load(ctx); err != nil {
		b.Fatal(err)
	}
	w.fill(b, client)
	if w.prepare != nil {
		inBatches(b, scripts, w.prepare)
	}
	if err := client.ConfigResetStat(ctx).Err(); err != nil {
		b.Fatal(err)
	}

	b.ResetTimer()
	inBatches(b, scripts, w.run)
	b.StopTimer()

	done := readAccount(b, client)
	runs, usec := done.scriptRuns()
	if int(runs) != b.N {
		b.Fatalf("the server counted %v runs of %d", runs, b.N)
	}
	b.ReportMetric(0, "ns/op") // the client's time is not what is measured
	b.ReportMetric(1e3*usec/runs, "server-ns/op")
	b.ReportMetric(done.innerCalls()/runs, "redis.calls/op")
	p99 := max(done.number("latency_percentiles_usec_evalsha", "p99"), done.number("latency_percentiles_usec_evalsha_ro", "p99"))
	b.ReportMetric(1e3*p99, "p99-ns")
}

// fill stores the pods' states, and the persistent links that the users have besides the one to service.
func (w workload) fill(b *testing.B, client *redis.Client) {
	fillStates(b, client, w.states)
	if w.services == 0 {
		return
	}
	fields := make([]any, 0, 2*w.services)
	for i := range w.services {
		fields = append(fields, "service-"+strconv.Itoa(i), i)
	}
	pipe := client.Pipeline()
	for i := range b.N {
		pipe.HSet(context.Background(), linksKey(uid(i)), fields...)
	}
	if _, err := pipe.Exec(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// fillStates gives pods of the service a load each.
func fillStates(b *testing.B, client *redis.Client, pods int) {
	b.Helper()
	pipe := client.Pipeline()
	for pod := range pods {
		pipe.HSet(context.Background(), statesKey, pod, pod%7)
	}
	if _, err := pipe.Exec(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// inBatches queues b.N runs and executes them in batches.
func inBatches(b *testing.B, scripts *gen.Scripts, queue func(q *gen.Batch, i int)) {
	b.Helper()
	q := scripts.Batch()
	for i := range b.N {
		queue(q, i)
		if q.Len() == batchSize || i == b.N-1 {
			if err := q.Exec(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	}
}
