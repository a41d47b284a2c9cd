// Command stateful plays a chat service whose pods come and go under thousands of users, with the
// directory of package executor to tell who is where.
//
// It works on the server in REDIS_URL, a cluster too, or on a miniredis in its own process. On the
// server it uses a namespace of its own, and removes what it wrote at the end.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
)

func main() {
	duration := flag.Duration("duration", 12*time.Second, "how long to play")
	users := flag.Int("users", 3000, "how many users arrive")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := play(ctx, os.Getenv("REDIS_URL"), os.Stdout, *duration, *users); err != nil {
		fmt.Fprintln(os.Stderr, "stateful:", err)
		os.Exit(1)
	}
}

// step is a moment of the play: at a fraction of its duration, something happens to pods.
type step struct {
	at    float64
	title string
	phase podPhase
	pods  []int
}

var script = []step{
	{0.00, "Three pods come up, and users arrive", running, []int{0, 1, 2}},
	{0.25, "Two more pods: new users go where there is room", running, []int{3, 4}},
	{0.45, "chat-1 drains: its links end after a grace period, its users move", draining, []int{1}},
	{0.65, "chat-3 dies: its load grows stale, its users move", dead, []int{3}},
	{0.85, "chat-1 comes back and takes the last users", running, []int{1}},
}

// play runs the whole play and prints it to out.
func play(ctx context.Context, url string, out io.Writer, duration time.Duration, users int) error {
	server, err := connect(ctx, url)
	if err != nil {
		return err
	}
	defer server.close()
	directory := executor.NewStatefulExecutor(server.client, nil, executor.WithLoadMaxAge(loadMaxAge))
	w := newWorld(directory, 5, users)
	v := newView(out)
	fmt.Fprintf(out, "A stateful chat service on %s\n", server.name)

	running, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		w.run(running, duration*95/100)
		close(done)
	}()
	err = follow(ctx, w, v, duration)
	stop()
	<-done
	if failure := w.failed.Load(); err == nil && failure != nil {
		err = *failure
	}
	if err == nil {
		err = summary(ctx, w, out)
	}
	// The play may have been interrupted; what it wrote goes in any case.
	return cmp.Or(err, w.cleanUp(context.WithoutCancel(ctx), server.client))
}

// follow takes the steps in time and shows what becomes of them: many times a second on a terminal, ten
// times in all elsewhere. At the end it waits until everybody has found a place.
func follow(ctx context.Context, w *world, v *view, duration time.Duration) error {
	const patience = 10 * time.Second
	period := duration / 10
	if v.terminal {
		period = 150 * time.Millisecond
	}
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	start := time.Now()
	title, steps := "", script
	for {
		elapsed := time.Since(start)
		for len(steps) > 0 && elapsed >= time.Duration(steps[0].at*float64(duration)) {
			title = steps[0].title
			w.set(steps[0].phase, steps[0].pods...)
			steps = steps[1:]
		}
		over := elapsed >= duration+patience
		if elapsed >= duration && !over {
			var err error
			if over, err = w.settled(ctx); err != nil {
				return err
			}
		}
		rows, err := look(ctx, w)
		if err != nil {
			return err
		}
		v.draw(fmt.Sprintf("%4.1fs", elapsed.Seconds()), title, rows, w)
		if over {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// summary holds what the users believe against what the directory says.
func summary(ctx context.Context, w *world, out io.Writer) error {
	uids := make([]string, len(w.users))
	for i, u := range w.users {
		uids[i] = u.uid
	}
	linked, err := w.directory.BatchGetLinkedPod(ctx, w.namespace, uids, service)
	if err != nil {
		return err
	}
	right := 0
	believed := map[string]int{}
	for _, u := range w.users {
		believed[u.uid] = int(u.pod.Load())
	}
	for pod, uids := range linked {
		for _, uid := range uids {
			if believed[uid] == pod && w.pods[pod].is(running) {
				right++
			}
		}
	}
	count, p50, p99 := w.latency.quantiles()
	fmt.Fprintf(out, "\n%d of %d users are on a running pod and linked to it, after %d moves.\n", right, len(w.users), w.moves.Load())
	fmt.Fprintf(out, "%d steps of pods and users: half within %v, 99%% within %v.\n",
		count, p50.Round(time.Microsecond), p99.Round(time.Microsecond))
	if right != len(w.users) {
		return fmt.Errorf("%d users are lost", len(w.users)-right)
	}
	return nil
}

// cleanUp removes what the play wrote.
func (w *world) cleanUp(ctx context.Context, client redis.UniversalClient) error {
	pipe := client.Pipeline()
	for _, u := range w.users {
		link, err := gen.LinkKey(w.namespace, u.uid, service)
		if err != nil {
			return err
		}
		links, err := gen.LinksKey(w.namespace, u.uid)
		if err != nil {
			return err
		}
		pipe.Del(ctx, link)
		pipe.Del(ctx, links)
	}
	states, err := gen.StatesKey(w.namespace, service)
	if err != nil {
		return err
	}
	pipe.Del(ctx, states)
	_, err = pipe.Exec(ctx)
	return err
}
