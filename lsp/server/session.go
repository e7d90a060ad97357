package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// Options are what a server is started with.
type Options struct {
	// Version is what the client is told of the server.
	Version string
	// Program is the path of pkt, which pkt.run starts.
	Program string
	// Trace, where it is not nil, gets every message as a line of JSON.
	Trace io.Writer
	// Log gets what the server has to say of itself.
	Log io.Writer
}

// session is one connection with a client.
type session struct {
	options Options
	methods map[string]*method
	log     *log.Logger
	client  *client
	conn    *jsonrpc2.Conn
	context context.Context // ends with the session

	state     atomic.Int32 // a lifecycle
	verbosity atomic.Int32 // of $/logTrace
	support   support      // what the client can do; set by initialize

	mutex   sync.Mutex // over changes of current
	current atomic.Pointer[view]

	publisher *publisher
	tokens    tokenCache
	runs      runs
	cancels   cancels
	reports   reportCache

	inFlight sync.Map // jsonrpc2.ID to context.CancelFunc
	working  sync.WaitGroup
}

// Serve speaks with one client until it leaves, and returns the exit code of
// the process: 0 after shutdown and exit, else 1.
func Serve(ctx context.Context, connection io.ReadWriteCloser, options Options) int {
	return serve(ctx, connection, options, methods)
}

func serve(ctx context.Context, connection io.ReadWriteCloser, options Options, methods map[string]*method) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &session{options: options, methods: methods, log: log.New(options.Log, "pkt lsp: ", 0), context: ctx}
	s.current.Store(newView())
	s.publisher = newPublisher(s)
	ready := make(chan struct{})
	s.conn = jsonrpc2.NewConn(ctx, newStream(connection, newTrace(options.Trace)), handler{s, ready},
		jsonrpc2.SetLogger(s.log))
	s.client = &client{s}
	close(ready)
	go s.publisher.work()
	<-s.conn.DisconnectNotify()
	cancel()
	s.wait()
	if s.lifecycle() == stopped {
		return 0
	}
	return 1
}

// wait gives requests, and the scripts that they run, a moment to end.
func (s *session) wait() {
	const moment = 500 * time.Millisecond
	done := make(chan struct{})
	go func() { s.working.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(moment):
	}
}

// handler hands the messages of a connection to the session, once it is ready.
type handler struct {
	session *session
	ready   <-chan struct{}
}

// Handle implements jsonrpc2.Handler. It is called in the order of the
// messages, for the next one only when it has returned.
func (h handler) Handle(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) {
	<-h.ready
	params := json.RawMessage("null")
	if r.Params != nil {
		params = *r.Params
	}
	if r.Notif {
		h.session.notification(r.Method, params)
		return
	}
	h.session.request(r, params)
}

// notification handles a notification before the next message is read.
func (s *session) notification(name string, params json.RawMessage) {
	if name == "exit" {
		_ = s.conn.Close()
		return
	}
	m, known := s.methods[name]
	if !known || s.lifecycle() != running || m.request {
		return // the protocol has it that notifications are never answered
	}
	if _, err := s.protected(s.context, m, s.current.Load(), params); err != nil {
		s.log.Printf("%s: %s", name, answerTo(err).Message)
	}
}

// request answers a request, those of the lifecycle before the next message is
// read, and all others in a goroutine of their own.
func (s *session) request(r *jsonrpc2.Request, params json.RawMessage) {
	m, known := s.methods[r.Method]
	if err := s.admit(r.Method, known && m.request); err != nil {
		s.reply(r.ID, nil, err)
		return
	}
	if m.inOrder {
		result, err := s.protected(s.context, m, s.current.Load(), params)
		s.reply(r.ID, result, err)
		return
	}
	ctx, cancel := context.WithCancel(s.context)
	s.inFlight.Store(r.ID, cancel)
	// The request is about the documents as they are now, whatever is changed
	// before the goroutine comes to look at them.
	view := s.current.Load()
	s.working.Add(1)
	go func() {
		defer s.working.Done()
		defer cancel()
		begin := time.Now()
		result, err := s.protected(ctx, m, view, params)
		s.inFlight.Delete(r.ID)
		if err == nil {
			err = ctx.Err()
		}
		s.reply(r.ID, result, err)
		s.logTrace(r.Method, time.Since(begin), err)
	}()
}

// protected calls a method's handler and makes a panic an error.
func (s *session) protected(ctx context.Context, m *method, v *view, params json.RawMessage) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Printf("%s: panic: %v\n%s", m.name, p, debug.Stack())
			result, err = nil, failure(codeInternalError, "%s: internal error: %v", m.name, p)
		}
	}()
	return m.handle(ctx, &request{session: s, view: v}, params)
}

func (s *session) reply(id jsonrpc2.ID, result any, err error) {
	response := &jsonrpc2.Response{ID: id}
	if err != nil {
		response.Error = answerTo(err)
	} else if err := response.SetResult(result); err != nil {
		response.Error = answerTo(failure(codeInternalError, "cannot write the answer as JSON: %v", err))
	}
	if err := s.conn.SendResponse(s.context, response); err != nil && s.context.Err() == nil &&
		s.lifecycle() == running {
		s.log.Print(err)
	}
}

// cancel ends a request that is being answered.
func (s *session) cancel(raw json.RawMessage) error {
	var id jsonrpc2.ID
	if err := json.Unmarshal(raw, &id); err != nil {
		return err
	}
	if cancel, ok := s.inFlight.Load(id); ok {
		cancel.(context.CancelFunc)()
	}
	return nil
}

// update changes the view by a function that returns the new one.
func (s *session) update(change func(*view) *view) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.current.Store(change(s.current.Load()))
}

// logTrace tells a client that asked for it what was done (LSP, "LogTrace").
func (s *session) logTrace(name string, took time.Duration, err error) {
	if s.verbosity.Load() == traceOff {
		return
	}
	params := map[string]any{"message": fmt.Sprintf("%s took %v", name, took.Round(time.Microsecond))}
	if err != nil && s.verbosity.Load() == traceVerbose {
		params["verbose"] = err.Error()
	}
	s.client.notify("$/logTrace", params)
}
