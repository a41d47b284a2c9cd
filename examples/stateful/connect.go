package main

// This file finds the server to work with.

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// server is where the directory lives.
type server struct {
	client redis.UniversalClient
	name   string // for the reader: "embedded miniredis", "redis://…"
	close  func()
}

// connect returns a client for rawURL: a standalone server, or a cluster where the URL names several
// nodes (redis://a:1,b:2 or redis://a:1?addr=b:2) or its node says it is part of one. Without a URL it
// starts a miniredis in this process.
func connect(ctx context.Context, rawURL string) (*server, error) {
	if rawURL == "" {
		return embedded()
	}
	name := rawURL
	if u, err := url.Parse(rawURL); err == nil {
		name = u.Redacted()
	}
	client, err := open(ctx, rawURL)
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close()
		return nil, fmt.Errorf("%s does not answer: %w", name, err)
	}
	return &server{client: client, name: name, close: func() { _ = client.Close() }}, nil
}

func open(ctx context.Context, rawURL string) (redis.UniversalClient, error) {
	cluster, err := redis.ParseClusterURL(commasToAddrs(rawURL))
	if err != nil {
		return nil, err
	}
	if len(cluster.Addrs) > 1 {
		return redis.NewClusterClient(cluster), nil
	}
	options, err := redis.ParseURL(rawURL)
	if err != nil {
		return nil, err
	}
	client := redis.NewClient(options)
	if info, _ := client.Info(ctx, "cluster").Result(); strings.Contains(info, "cluster_enabled:1") {
		_ = client.Close()
		return redis.NewClusterClient(cluster), nil
	}
	return client, nil
}

// commasToAddrs turns redis://a:1,b:2 into redis://a:1?addr=b:2, which is how go-redis spells a cluster.
func commasToAddrs(rawURL string) string {
	scheme, rest, _ := strings.Cut(rawURL, "://")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	hosts := strings.Split(rest[:end], ",")
	if len(hosts) == 1 {
		return rawURL
	}
	path, query, _ := strings.Cut(rest[end:], "?")
	parameters := []string{}
	if query != "" {
		parameters = append(parameters, query)
	}
	for _, host := range hosts[1:] {
		parameters = append(parameters, "addr="+url.QueryEscape(host))
	}
	return scheme + "://" + hosts[0] + path + "?" + strings.Join(parameters, "&")
}

// embedded starts a miniredis. Its clock stands still until it is told that time has passed.
func embedded() (*server, error) {
	mini := miniredis.NewMiniRedis()
	if err := mini.Start(); err != nil {
		return nil, err
	}
	const tick = 50 * time.Millisecond
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(tick):
				mini.FastForward(tick)
			}
		}
	}()
	client := redis.NewClient(&redis.Options{Addr: mini.Addr()})
	return &server{client: client, name: "embedded miniredis", close: func() {
		close(stop)
		_ = client.Close()
		mini.Close()
	}}, nil
}
