package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"leadpad/api/sandbox"
	"leadpad/app"
)

// sandboxFlags are those of `leadpad sandbox`, as docs/architecture.md lists them.
type sandboxFlags struct {
	sandbox.Options
	addr   string
	public bool
	faults []string
	ledger string
}

// sandboxCommand is `leadpad sandbox`.
func (a *program) sandboxCommand() *cobra.Command {
	var f sandboxFlags
	c := a.command(&cobra.Command{
		Use:   "sandbox",
		Short: "Serve the API on 127.0.0.1, for practice, tests and curl",
		Example: "  leadpad sandbox --addr 127.0.0.1:0 --ledger ledger.jsonl\n" +
			"  leadpad sandbox --fault 429:2 --latency 200ms",
	}, func(ctx context.Context, _ []string) error { return a.serveSandbox(ctx, f) })
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8787", "address to listen on; port 0 takes a free one")
	flags.BoolVar(&f.public, "public", false, "allow an address that other machines can reach")
	flags.StringArrayVar(&f.Keys, "key", []string{app.PracticeKey}, "API key to accept; repeatable")
	flags.StringVar(&f.Docs, "docs", "both", "request form: current, legacy or both")
	flags.StringVar(&f.Plan, "plan", "basic", "plan of the workspace: basic, free or downgraded")
	flags.IntVar(&f.Leads, "leads", 0, "leads already in the workspace")
	flags.IntVar(&f.Requests, "requests", 0, "requests allowed in a window (0: as documented)")
	flags.DurationVar(&f.Window, "window", 0, "length of the window (0: as documented)")
	flags.StringVar(&f.WindowKind, "window-kind", "exact", "how the server counts: exact, segmented, fixed, weighted or leaky")
	flags.DurationVar(&f.Latency, "latency", 0, "time that every answer takes")
	flags.StringArrayVar(&f.faults, "fault", nil, "KIND[=ARG][:N], what happens to the next N requests; repeatable")
	flags.StringVar(&f.ledger, "ledger", "", "file that gets every request and every lead created, as JSON lines")
	return c
}

// serveSandbox serves until a signal. Ended so, it is done, not interrupted:
// there is no other way to end it.
func (a *program) serveSandbox(ctx context.Context, f sandboxFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	if f.ledger != "" {
		ledger, err := os.OpenFile(f.ledger, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("the ledger %s cannot be written (%w); name another file", f.ledger, app.Cause(err))
		}
		defer func() { err = errors.Join(err, ledger.Close()) }()
		f.Ledger = ledger
	}
	server, err := sandbox.New(f.Options)
	if err != nil {
		return usage(err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.addr)
	if err != nil {
		return listenError(f.addr, err)
	}
	ctx, stop := signals(ctx)
	defer stop()
	a.printf("listening on http://%s\n", l.Addr())
	return errors.Join(server.Serve(ctx, l), server.Close())
}

// check reads the flags that are not plain values.
func (f *sandboxFlags) check() error {
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return usagef("--addr %q is no address; write it like 127.0.0.1:8787", f.addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) && !f.public {
		return usagef("--addr %s can be reached by other machines; use 127.0.0.1, or add --public if that is meant", f.addr)
	}
	switch {
	case f.Leads < 0 || f.Requests < 0:
		return usagef("--leads and --requests are 0 or more")
	case f.Window < 0 || f.Latency < 0:
		return usagef("--window and --latency are times such as 500ms or 60s, not less than 0")
	case f.Latency > time.Hour:
		return usagef("--latency is at most an hour")
	}
	for _, key := range f.Keys {
		if strings.TrimSpace(key) == "" {
			return usagef("--key needs a key; leave the flag out for %q", app.PracticeKey)
		}
	}
	for _, text := range f.faults {
		fault, err := sandbox.ParseFault(text)
		if err != nil {
			return usage(err)
		}
		f.Faults = append(f.Faults, fault)
	}
	return nil
}

// listenError says what to do about an address that cannot be listened on.
func listenError(addr string, err error) error {
	host, port, _ := net.SplitHostPort(addr)
	free := net.JoinHostPort(host, "0")
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %s is taken; use --addr %s for a free one", port, free)
	}
	if errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("port %s needs rights that you do not have; use --addr %s for a free one", port, free)
	}
	return fmt.Errorf("cannot listen on %s: %w; use --addr %s for a free port", addr, err, free)
}
