package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"charm.land/log/v2"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/safe"
	"leadpad/sshd"
	"leadpad/words"
)

// serveFlags are those of `leadpad serve`.
type serveFlags struct {
	addr, users, hostKey string
	metrics              string
	demo, public         bool
	limits               sshd.Limits
	bounds               sshd.Bounds
	house                app.Limits
}

// serveCommand is `leadpad serve`.
func (a *program) serveCommand() *cobra.Command {
	f := serveFlags{limits: sshd.DefaultLimits(), bounds: sshd.DefaultBounds(), house: app.DefaultLimits()}
	var c *cobra.Command
	c = a.command(&cobra.Command{
		Use:   "serve",
		Short: "Serve the screens over SSH",
		Long: "Serves the screens to whoever connects with `ssh`: to reps with a key, whose leads are their own in this " +
			"computer's queue, or to anybody, each in a demo that is wiped when they leave.\n\n" +
			"Each line of the file of --authorized-keys is one of OpenSSH's with leadpad-user=\"NAME\" in front. " +
			"SIGHUP reads that file and the config again, SIGTERM ends the server within ten seconds.",
		Example: "  leadpad serve --authorized-keys /etc/leadpad/users\n" +
			"  leadpad serve --demo --addr 127.0.0.1:0",
	}, func(ctx context.Context, _ []string) error {
		if f.demo {
			f.demoBounds(c)
		}
		return servedMistake(a.serve(ctx, f))
	})
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:23234", "address to listen on; port 0 takes a free one")
	flags.BoolVar(&f.public, "public", false, "allow an address that other machines can reach")
	flags.StringVar(&f.users, "authorized-keys", "", "file of the keys that may enter, in OpenSSH's form")
	flags.BoolVar(&f.demo, "demo", false, "let anybody into a demo of their own; nothing is kept")
	flags.StringVar(&f.hostKey, "host-key", "", "file of the server's key, made where there is none (default: host_key in the data folder)")
	flags.StringVar(&f.metrics, "metrics", "", "serve metrics for Prometheus, and /healthz, on this loopback address")
	f.bound(c)
	_ = c.MarkFlagFilename("authorized-keys")
	_ = c.MarkFlagFilename("host-key")
	return c
}

// bound adds the limits.
func (f *serveFlags) bound(c *cobra.Command) {
	flags := c.Flags()
	flags.IntVar(&f.bounds.Sessions, "sessions", f.bounds.Sessions, "sessions at a time (with --demo 100)")
	flags.IntVar(&f.bounds.SessionsPerUser, "sessions-per-user", f.bounds.SessionsPerUser, "sessions of one person at a time")
	flags.DurationVar(&f.bounds.Idle, "idle", f.bounds.Idle, "end a session after that long without a key (with --demo 10m; 0: never)")
	flags.DurationVar(&f.bounds.Longest, "longest", f.bounds.Longest, "end a session after that long (with --demo 2h; 0: never)")
	flags.DurationVar(&f.bounds.Unread, "unread", f.bounds.Unread, "end a session whose client reads nothing for that long")
	flags.IntVar(&f.bounds.Paste, "paste", f.bounds.Paste, "bytes of a paste that are taken")
	flags.IntVar(&f.house.Leads, "leads-per-user", f.house.Leads, "leads that one person may have in a workspace before imports are refused (0: any number)")
	flags.IntVar(&f.house.Imports, "imports", f.house.Imports, "imports at a time (0: any number)")
	flags.IntVar(&f.limits.Sessions, "sessions-per-connection", f.limits.Sessions, "sessions of one connection at a time")
	flags.IntVar(&f.limits.Connections, "connections", f.limits.Connections, "connections at a time")
	flags.IntVar(&f.limits.ConnectionsPerAddress, "connections-per-address", f.limits.ConnectionsPerAddress, "connections of one address at a time")
	flags.IntVar(&f.limits.NewPerMinute, "new-per-minute", f.limits.NewPerMinute, "new connections of one address in a minute")
	flags.IntVar(&f.limits.Waiting, "logging-in", f.limits.Waiting, "connections that are logging in at a time")
	flags.IntVar(&f.limits.WaitingPerAddress, "logging-in-per-address", f.limits.WaitingPerAddress, "of one address")
	flags.DurationVar(&f.limits.Handshake, "login-time", f.limits.Handshake, "time for logging in")
	flags.IntVar(&f.limits.Tries, "tries", f.limits.Tries, "keys that a client may try")
}

// demoBounds are a demo's, less what a flag says.
func (f *serveFlags) demoBounds(c *cobra.Command) {
	given, demo := f.bounds, sshd.DemoBounds()
	changed := c.Flags().Changed
	f.bounds = demo
	f.bounds.Unread, f.bounds.Paste = given.Unread, given.Paste
	if changed("sessions") {
		f.bounds.Sessions = given.Sessions
	}
	if changed("idle") {
		f.bounds.Idle = given.Idle
	}
	if changed("longest") {
		f.bounds.Longest = given.Longest
	}
}

// check reads the flags that are not plain values.
func (f *serveFlags) check() error {
	switch {
	case f.demo && f.users != "":
		return usagef("--demo and --authorized-keys are two servers; give one of them")
	case !f.demo && f.users == "":
		return usagef("say who may enter: --authorized-keys FILE for reps, or --demo for anybody")
	}
	public, err := reachable(f.addr)
	if err != nil {
		return err
	}
	if public && !f.public {
		who := "who has a key in " + f.users
		if f.demo {
			who = "anybody"
		}
		return usagef("--addr %s can be reached by other machines; use 127.0.0.1, or add --public to let %s in from there", f.addr, who)
	}
	return nil
}

// reachable says that an address can be reached by other machines.
func reachable(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, usagef("--addr %q is no address; write it like 127.0.0.1:23234", addr)
	}
	ip := net.ParseIP(host)
	return host != "localhost" && (ip == nil || !ip.IsLoopback()), nil
}

// serve serves until a signal. Ended so, it is done, not interrupted: there is no
// other way to end it.
func (a *program) serve(ctx context.Context, f serveFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.addr)
	if err != nil {
		return words.CannotListen(f.addr, err)
	}
	defer func() { _ = l.Close() }()
	o, err := a.serving(ctx, &f)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.App != nil {
		defer func() { err = errors.Join(err, a.closeServed(ctx, o.App)) }()
	}
	server, err := sshd.New(o)
	if err != nil {
		return err
	}
	done, err := serveMetrics(ctx, server, f.metrics, o.Log)
	if err != nil {
		return err
	}
	defer done()
	defer a.serveControl(ctx, server, o.Log)()
	a.linef("listening on %s", l.Addr())
	if a.out.err != nil { // nobody learns where
		return a.out.err
	}
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	defer signal.Stop(again)
	go func() {
		for {
			select {
			case <-again:
				server.Reload(ctx)
			case <-ctx.Done():
				return
			}
		}
	}()
	return server.Serve(ctx, l)
}

// serveMetrics serves them beside the server, where an address is given for it,
// until done is called.
func serveMetrics(ctx context.Context, server *sshd.Server, addr string, to *log.Logger) (done func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	l, err := sshd.ListenMetrics(ctx, addr)
	if errors.Is(err, sshd.ErrNotLoopback) {
		return nil, usagef("--metrics takes an address of this machine, like 127.0.0.1:9424; another program may pass them on")
	}
	if err != nil {
		return nil, fmt.Errorf("--metrics: cannot listen on %s: %w", addr, err)
	}
	to.Info("metrics", "address", l.Addr())
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // /healthz answers while the server ends
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.ServeMetrics(ctx, l); err != nil {
			to.Error("metrics ended", "error", err)
		}
	}()
	return func() { cancel(); <-ended }, nil
}

// serveControl answers `leadpad users` beside the server, until done is called. A server
// that cannot be asked serves all the same.
func (a *program) serveControl(ctx context.Context, server *sshd.Server, to *log.Logger) (done func()) {
	dir, err := a.Env.dataDir()
	if err != nil {
		return func() {} // nothing is kept there
	}
	l, err := sshd.ListenControl(ctx, dir)
	if err != nil {
		if !errors.Is(err, sshd.ErrNoControl) {
			to.Warn("leadpad users cannot ask this server", "error", safe.Clean(err.Error()).String())
		}
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.ServeControl(ctx, l); err != nil {
			to.Error("leadpad users cannot ask this server any more", "error", safe.Clean(err.Error()).String())
		}
	}()
	return func() { cancel(); <-ended; _ = l.Close() }
}

// serving are the options of a server, with what it serves, open.
func (a *program) serving(ctx context.Context, f *serveFlags) (sshd.Options, error) {
	o := sshd.Options{
		Users: f.users, Limits: f.limits, Bounds: f.bounds,
		Log: log.NewWithOptions(a.Err, log.Options{ReportTimestamp: true, TimeFormat: time.RFC3339, Formatter: log.LogfmtFormatter}),
	}
	s, name := a.demoSettings(), app.DemoName
	if !f.demo {
		var err error
		if s, name, err = a.current(); err != nil {
			return o, err
		}
		s.Look, s.Watch, s.Limits = true, true, f.house
		o.Reread, o.Commands = a.settings, a.inSession
	}
	o.Settings, o.Workspace = s, name
	path := f.hostKey
	if path == "" {
		dir, err := a.Env.dataDir()
		if err == nil {
			err = app.Settings{Dir: dir, State: dir}.MakeDir()
		}
		if err != nil {
			return o, err
		}
		path = filepath.Join(dir, "host_key")
	}
	key, made, err := sshd.HostKey(path)
	if err != nil {
		return o, err
	}
	o.HostKey = key
	what := "host key"
	if made {
		what = "host key made"
	}
	o.Log.Info(what, "file", safe.Clean(path), "fingerprint", sshd.Fingerprint(key))
	if f.public {
		o.Log.Warn("other machines can connect", "address", f.addr, "demo", f.demo)
	}
	if f.demo {
		return o, nil
	}
	o.App, err = app.Open(ctx, s)
	return o, err
}

// servedMost is what the leads on their way have behind the sessions: SIGTERM ends
// a server within ten seconds, of which those take at most five.
const servedMost = 4 * time.Second

// closeServed closes the queue behind a server. What is in flight when the time is
// over is Not sure.
func (a *program) closeServed(ctx context.Context, h *app.App) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), servedMost)
	defer cancel()
	return h.Close(ctx)
}
