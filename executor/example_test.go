package executor_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/executor"
)

// exampleClient is a client of a server that is there for the example only.
func exampleClient() (client *redis.Client, stop func()) {
	server := miniredis.NewMiniRedis()
	if err := server.Start(); err != nil {
		panic(err)
	}
	client = redis.NewClient(&redis.Options{Addr: server.Addr()})
	return client, func() {
		_ = client.Close()
		server.Close()
	}
}

// A user logs in: the least loaded pod of the service takes the user, and keeps the user from then on.
func Example() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	directory := executor.NewStatefulExecutor(client, nil)

	// Each pod reports its load.
	for pod, load := range []string{"120", "80", "draining"} {
		if err := directory.SetServiceState(ctx, "prod", "chat", pod, load); err != nil {
			fmt.Println(err)
		}
	}

	pod, err := directory.ComputeLinkedPodIfAbsent(ctx, "prod", "user-7", "chat", executor.Persistent)
	fmt.Println("linked to", pod, err)

	// Every request finds the pod.
	pod, err = directory.GetLinkedPod(ctx, "prod", "user-7", "chat")
	fmt.Println("found on", pod, err)

	// Another pod cannot take the user away.
	ok, pod, err := directory.TrySetLinkedPod(ctx, "prod", "user-7", "chat", 0, executor.Persistent)
	fmt.Println("taken over:", ok, "still on", pod, err)

	// Output:
	// linked to 1 <nil>
	// found on 1 <nil>
	// taken over: false still on 1 <nil>
}

func ExampleStatefulExecutorImpl_RemoveLinkedPod() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	directory := executor.NewStatefulExecutor(client, nil)
	_, _ = directory.SetLinkedPod(ctx, "prod", "user-7", "chat", 0, executor.Persistent)

	// A grace period of a minute: the link stays, as a temporary one.
	existed, _ := directory.RemoveLinkedPod(ctx, "prod", "user-7", "chat", 60)
	pod, _ := directory.GetLinkedPod(ctx, "prod", "user-7", "chat")
	lasting, _ := directory.GetLinkedPodIfPersist(ctx, "prod", "user-7", "chat")
	fmt.Println(existed, pod, lasting == executor.NoPod)

	// At once.
	existed, _ = directory.RemoveLinkedPod(ctx, "prod", "user-7", "chat", 0)
	pod, _ = directory.GetLinkedPod(ctx, "prod", "user-7", "chat")
	fmt.Println(existed, pod == executor.NoPod)

	// Output:
	// true 0 true
	// true true
}

func ExampleStatefulExecutorImpl_BatchGetLinkedPod() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	directory := executor.NewStatefulExecutor(client, nil)
	for pod, uid := range []string{"ann", "bob", "cid"} {
		_, _ = directory.SetLinkedPod(ctx, "prod", uid, "chat", pod%2, executor.Persistent)
	}

	// One message for many users becomes one message for each pod.
	linked, err := directory.BatchGetLinkedPod(ctx, "prod", []string{"ann", "bob", "cid", "dan"}, "chat")
	for pod := range 2 {
		fmt.Println(pod, linked[pod])
	}
	fmt.Println(err)

	// Output:
	// 0 [ann cid]
	// 1 [bob]
	// <nil>
}

// A pod that has not reported its load for ten seconds gets no new users.
func ExampleWithLoadMaxAge() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	directory := executor.NewStatefulExecutor(client, nil, executor.WithLoadMaxAge(10*time.Second))

	now := time.Now()
	_ = directory.SetServiceState(ctx, "prod", "chat", 0, fmt.Sprintf("5-%d", now.Add(-time.Minute).Unix()))
	_ = directory.SetServiceState(ctx, "prod", "chat", 1, fmt.Sprintf("900-%d", now.Unix()))

	pod, err := directory.ComputeLinkedPodIfAbsent(ctx, "prod", "user-7", "chat", 3600)
	fmt.Println(pod, err)

	// Output:
	// 1 <nil>
}

func ExampleSlogLogger() {
	client, stop := exampleClient()
	defer stop()
	handler := slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	directory := executor.NewStatefulExecutor(client, executor.SlogLogger(slog.New(handler)))

	_, err := directory.ComputeLinkedPodIfAbsent(context.Background(), "prod", "user-7", "chat", 3600)
	fmt.Println(errors.Is(err, executor.ErrNoPod))

	// Output:
	// level=WARN msg="stateful: ComputeLinkedPodIfAbsent failed" namespace=prod service=chat err="no pod: none of the 0 states of the service is a load in use"
	// true
}

func ExampleStatefulExecutorImpl_GetLinkService() {
	client, stop := exampleClient()
	defer stop()
	ctx := context.Background()
	directory := executor.NewStatefulExecutor(client, nil)
	_, _ = directory.SetLinkedPod(ctx, "prod", "ann", "chat", 0, executor.Persistent)
	_, _ = directory.SetLinkedPod(ctx, "prod", "ann", "game", 12, executor.Persistent)
	_, _ = directory.SetLinkedPod(ctx, "prod", "ann", "mail", 3, 60) // temporary links are not listed

	services, err := directory.GetLinkService(ctx, "prod", "ann")
	var lines []string
	for service, pod := range services {
		lines = append(lines, fmt.Sprintf("%s on pod %d", service, pod))
	}
	slices.Sort(lines)
	fmt.Println(lines, err)

	// Output:
	// [chat on pod 0 game on pod 12] <nil>
}
