package redistest

// This file is a TCP proxy between a client and a server that can lose an answer, cut connections,
// refuse new ones, and be slow.

import (
	"bytes"
	"net"
	"sync"
	"testing"
	"time"
)

// Proxy forwards connections to a server until a fault is asked for.
type Proxy struct {
	t      testing.TB
	addr   string // where it listens
	target string

	mu       sync.Mutex
	listener net.Listener
	links    map[*link]bool
	lose     []byte        // the next request with these bytes gets no answer
	delay    time.Duration // of every answer
	lost     int
}

// link is one client's connection and the proxy's own to the server.
type link struct {
	client, server net.Conn
	losing         bool // the server's next answer is not forwarded: both ends are closed
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// StartProxy returns a proxy to the server at addr, closed when the test ends.
func StartProxy(t testing.TB, addr string) *Proxy {
	t.Helper()
	p := &Proxy{t: t, addr: net.JoinHostPort(Host, "0"), target: addr, links: map[*link]bool{}}
	p.Accept()
	t.Cleanup(p.Refuse)
	return p
}

// Addr is where clients connect.
func (p *Proxy) Addr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.addr
}

// LoseAnswerTo forwards the next request that contains text (such as "evalsha"), waits until the
// server has answered, and cuts the connection instead of handing the answer over.
func (p *Proxy) LoseAnswerTo(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = []byte(text)
}

// Lost is the number of answers lost so far.
func (p *Proxy) Lost() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// Delay makes every answer come later by d.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Cut closes all connections. New ones are accepted.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.close()
	}
}

// Refuse closes all connections and refuses new ones, as a server that is down does, until Accept.
func (p *Proxy) Refuse() {
	p.mu.Lock()
	_ = p.listener.Close()
	p.mu.Unlock()
	p.Cut()
}

// Accept takes connections again, at the same address.
func (p *Proxy) Accept() {
	p.t.Helper()
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		p.t.Fatalf("redistest: proxy: %v", err)
	}
	p.mu.Lock()
	p.listener, p.addr = listener, listener.Addr().String()
	p.mu.Unlock()
	go p.serve(listener)
}

func (p *Proxy) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return // closed by Refuse
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		l := &link{client: client, server: server}
		p.mu.Lock()
		p.links[l] = true
		p.mu.Unlock()
		go p.pump(l, client, server, p.onRequest)
		go p.pump(l, server, client, p.onAnswer)
	}
}

// pump forwards what from sends, as long as before allows.
func (p *Proxy) pump(l *link, from, to net.Conn, before func(*link, []byte) bool) {
	defer func() {
		l.close()
		p.mu.Lock()
		delete(p.links, l)
		p.mu.Unlock()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || !before(l, buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (p *Proxy) onRequest(l *link, request []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lose != nil && bytes.Contains(request, p.lose) {
		p.lose, l.losing = nil, true
	}
	return true
}

func (p *Proxy) onAnswer(l *link, _ []byte) bool {
	p.mu.Lock()
	delay, losing := p.delay, l.losing
	if losing {
		p.lost++
	}
	p.mu.Unlock()
	time.Sleep(delay)
	return !losing
}
