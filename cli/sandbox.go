package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/words"
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
	completeWords(c, "docs", "current", "legacy", "both")
	completeWords(c, "plan", "basic", "free", "downgraded")
	completeWith(c, "fault", completeFault)
	completeWords(c, "window-kind", "exact", "segmented", "fixed", "weighted", "leaky")
	return c
}

// completeFault completes kinds of faults; an argument and a count may follow.
func completeFault(*cobra.Command, []string, string) (list []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, usage := range sandbox.FaultUsages() {
		kind, _, more := strings.Cut(usage, "=")
		if more {
			kind += "="
		}
		list = append(list, cobra.CompletionWithDesc(kind, usage+"[:N]"))
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
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
		return words.CannotListen(f.addr, err)
	}
	ctx, stop := signals(ctx)
	defer stop()
	a.linef("listening on http://%s", l.Addr())
	if a.out.err != nil { // nobody learns where
		return errors.Join(a.out.err, l.Close(), server.Close())
	}
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
	for _, text := range f.faults {
		fault, err := sandbox.ParseFault(text)
		if err != nil {
			return usage(err)
		}
		f.Faults = append(f.Faults, fault)
	}
	return nil
}
