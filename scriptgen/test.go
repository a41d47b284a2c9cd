package main

// This file holds the verb test: the examples of the headers, run.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/redis/go-redis/v9"
	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
)

// testOptions are the flags of test.
type testOptions struct {
	Run     string
	Verbose bool
	Format  string
	Redis   string // URL of somebody's server
	Binary  string // a server program to start
}

func newTest(s *settings) *cobra.Command {
	var o testOptions
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Run the examples of every header",
		Long: `test runs the examples of the headers: the commands of given, the call, what it returns or
how it fails, and the commands of then with their replies.

Without a flag they run on an embedded miniredis, with nothing to install. It knows most of
Redis, not all; --server-binary starts a real server for the run, and --redis uses one that
is there. On a server that is there, an example runs only if none of its keys exists, and
what it created is removed afterwards; commands without keys do not run on it. Time can be
let pass (after: 61s) on miniredis only.`,
		Example: `  scriptgen test
  scriptgen test --run 'StatefulSetLink/persistent' -v
  scriptgen test --server-binary redis-server
  scriptgen test --redis redis://localhost:6379/9 --format junit > report.xml`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			return test(ctx, s, o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Run, "run", "", "run only the examples that match the regular expression `script/example`")
	flags.BoolVarP(&o.Verbose, "verbose", "v", false, "print every example")
	choiceVar(cmd, &o.Format, "format", "how to print the results", "text", "json", "junit")
	flags.StringVar(&o.Redis, "redis", "", "run on the server at this `URL`")
	flags.StringVar(&o.Binary, "server-binary", "", "start this server `program` for the run")
	return cmd
}

// test runs the examples of each set, and ends in errFindings when one of them fails.
func test(ctx context.Context, s *settings, o testOptions, stdout, stderr io.Writer) error {
	filter, err := example.NewFilter(o.Run)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	if o.Redis != "" && o.Binary != "" {
		return errors.New("--redis and --server-binary: give one of the two")
	}
	redis.SetLogger(silent{}) // what goes wrong is in the errors
	sets, err := resolve(s, stderr)
	if err != nil {
		return err
	}
	server, err := openServer(ctx, o)
	if err != nil {
		return err
	}
	defer server.Close()
	t := &tester{server: server, filter: filter, progress: s.progress}
	if o.Format == "text" {
		t.text = &example.Text{W: stdout, Verbose: o.Verbose, Color: hasColor(stdout)}
	}
	for _, set := range sets {
		if err := t.set(ctx, filepath.ToSlash(set.Scripts.Value), set.Model); err != nil {
			return err
		}
	}
	if len(t.results) == 0 && o.Run != "" {
		fmt.Fprintf(stderr, "scriptgen: no example matches --run %s\n", o.Run)
	}
	switch o.Format {
	case "json":
		err = example.PrintJSON(stdout, t.results)
	case "junit":
		err = example.PrintJUnit(stdout, t.summaries, t.results)
	}
	if err == nil && t.failed {
		err = errFindings
	}
	return err
}

// silent is a logger for go-redis that says nothing.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// openServer returns the server that the flags ask for, once it answers.
func openServer(ctx context.Context, o testOptions) (*example.Server, error) {
	switch {
	case o.Binary != "":
		return startServer(ctx, o.Binary)
	case o.Redis != "":
		client, err := clientOf(o.Redis)
		if bad := (*url.Error)(nil); errors.As(err, &bad) {
			err = bad.Err // without the URL, which may hold a password
		}
		if err != nil {
			return nil, fmt.Errorf("--redis: %w; write a URL, such as redis://localhost:6379/0", err)
		}
		server := example.Shared(address(client), client)
		if err := server.Ping(ctx); err != nil {
			server.Close()
			return nil, err
		}
		return server, nil
	default:
		return example.Embedded()
	}
}

// tester runs examples and keeps what came of them.
type tester struct {
	server    *example.Server
	filter    example.Filter
	progress  *progress
	text      *example.Text // nil unless the format is text
	results   []example.Result
	summaries []example.Summary
	failed    bool
}

// set runs the examples of a script set.
func (t *tester) set(ctx context.Context, name string, set *contract.Set) error {
	summary := example.Summary{Set: name}
	for _, s := range set.Scripts {
		if len(s.Examples) == 0 && t.text != nil {
			t.text.Empty(s.Program.File.Name)
		}
		for _, e := range s.Examples {
			if !t.filter.Match(s.Name, e.Name) {
				continue
			}
			t.progress.say("%s run, now %s", counted(len(t.results), "example"), s.Name)
			result, err := example.Run(ctx, t.server, s, e)
			if err != nil {
				return err
			}
			summary.Count(result)
			t.results = append(t.results, result)
			if t.text != nil {
				t.text.Result(result)
			}
		}
	}
	t.summaries = append(t.summaries, summary)
	t.failed = t.failed || summary.Failed > 0
	if t.text != nil {
		t.text.Summary(summary)
	}
	return nil
}

// address is what messages call a server: where it is, and nothing secret.
func address(client redis.UniversalClient) string {
	if c, ok := client.(*redis.Client); ok {
		return fmt.Sprintf("%s/%d", c.Options().Addr, c.Options().DB)
	}
	return "the cluster"
}

// clientOf returns a client for a URL: of a cluster when it names further nodes (?addr=host:port).
func clientOf(address string) (redis.UniversalClient, error) {
	cluster, err := redis.ParseClusterURL(address)
	if err == nil && len(cluster.Addrs) > 1 {
		return redis.NewClusterClient(cluster), nil
	}
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, err
	}
	if options.DB < 0 { // go-redis would use database 0
		return nil, fmt.Errorf("redis: invalid database number: %d", options.DB)
	}
	return redis.NewClient(options), nil
}
