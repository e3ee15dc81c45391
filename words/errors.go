package words

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
)

// Error is what went wrong, safe to draw, with no capital and no full stop.
func Error(err error) string {
	if err == nil {
		return ""
	}
	if what := anywhere(err); what != "" {
		return plain(err) + "; " + what
	}
	return plain(err)
}

// Warning says what is wrong with where the leads lie, a folder; "" for nothing.
func Warning(err error, folder string) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, queue.ErrNetwork):
		return "the leads lie on a network file system: only one computer may use them at a time, and saving is slower"
	default:
		return Fault(err) + ": leads can be read and not saved (" + safe.Clean(folder).String() + ")"
	}
}

// Fault is why the disk refuses, without what was being done: that is said
// before it.
func Fault(err error) string {
	if damage, ok := errors.AsType[*queue.Damage](err); ok && damage.Detail != "" {
		return queue.ErrDamaged.Error() + " (" + safe.Clean(damage.Detail).String() + ")"
	}
	for _, known := range []error{queue.ErrBusy, queue.ErrFull, queue.ErrRefused, queue.ErrReadOnly, queue.ErrDamaged, queue.ErrNoLease} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return Error(err)
}

// unwritten says which folder takes nothing, and why, or what cannot be read.
func (r Reader) unwritten(err error) string {
	if text := ofServer(err); r.Served && text != "" {
		return text
	}
	if folder, ok := errors.AsType[*app.NoFolder](err); ok {
		return safe.Clean(noFolder(folder)).String()
	}
	if errors.Is(err, queue.ErrDamaged) {
		return "the queue can't be read: " + Fault(err)
	}
	return "the queue can't be written: " + Fault(err)
}

// Remedy is what can be done about an error at a prompt, "" when nothing is known.
func (r Reader) Remedy(err error) string {
	if r.Served && ofServer(err) != "" {
		return tellServer
	}
	if errors.Is(err, queue.ErrDamaged) {
		return "close every other leadpad, then `leadpad doctor --salvage` keeps the file aside and makes drafts of what can be read of it"
	}
	if errors.Is(err, queue.ErrNewer) {
		return "install that version, or set LEADPAD_DATA to another folder"
	}
	if folder, ok := errors.AsType[*app.NoFolder](err); ok {
		name := "LEADPAD_DATA"
		if folder.State {
			name = "LEADPAD_STATE"
		}
		if errors.Is(err, syscall.ENOSPC) || errors.Is(err, queue.ErrFull) {
			return "its disk is full: make room on it, or set " + name + " to another folder"
		}
		return "make that folder writable, or set " + name + " to another one"
	}
	if errors.Is(err, intake.ErrLarge) || errors.Is(err, intake.ErrMany) {
		return "split it"
	}
	if taken, ok := errors.AsType[*app.Taken](err); ok {
		return "edit it in " + safe.Clean(taken.Path).String() + ", or choose another name"
	}
	if none, ok := errors.AsType[*config.NoKeyError](err); ok {
		return KeySet(safe.Clean(none.Profile).String()) + " stores one"
	}
	mistake, ok := errors.AsType[*config.Error](err)
	switch {
	case ok && mistake.KeyOf != "":
		return KeySet(mistake.KeyOf) + " stores it, or a key_command gives it"
	case ok && mistake.Missing != "":
		return "`leadpad config init --name " + safe.Clean(mistake.Missing).String() + "` adds it"
	}
	return anywhere(err)
}

// anywhere is what can be done about an error on a screen and at a prompt alike.
func anywhere(err error) string {
	if full, ok := errors.AsType[*app.WindowFull](err); ok {
		return "try again in " + Span(full.Wait)
	}
	_, taken := errors.AsType[*app.Taken](err)
	failed, ok := errors.AsType[*config.CommandFailed](err)
	_, unmoved := errors.AsType[*app.Unmoved](err)
	_, many := errors.AsType[*app.TooManyLeads](err)
	switch {
	case taken:
		return "choose another name"
	case ok && failed.Err == nil:
		return "run it by hand to see why"
	case unmoved:
		return "rename it by hand"
	case errors.Is(err, app.ErrInUse):
		return "close it first"
	case errors.Is(err, intake.ErrGrown):
		return "export again"
	case errors.Is(err, app.ErrDemo):
		return "leave it and start leadpad to connect a workspace"
	case errors.Is(err, app.ErrImports):
		return "try again in a minute"
	case many:
		return "delete some, or ask who runs it"
	case errors.Is(err, app.ErrServed):
		return "ask who runs it"
	case errors.Is(err, app.ErrUnderWay):
		return "wait for its end, or cancel the rest"
	case errors.Is(err, app.ErrReplaced):
		return "start leadpad again"
	case errors.Is(err, app.ErrRestoring):
		return "try again in a moment"
	}
	return ofFiles(err)
}

// ofFiles is what can be done about files that are not as they should be.
func ofFiles(err error) string {
	const shut = "run chmod go-w on it"
	if _, ok := errors.AsType[*queue.Exposed](err); ok {
		return shut
	}
	if open, ok := errors.AsType[*config.Exposed](err); ok {
		if open.OfKey {
			return "run chmod 600 on it and think of changing the key"
		}
		return shut
	}
	if layout, ok := errors.AsType[*config.Layout](err); ok && layout.Path != "" {
		what := "the settings"
		if layout.Table != "" {
			what = "[" + layout.Table + "]"
		}
		return "write " + what + " into " + safe.Clean(layout.Path).String() + " by hand"
	}
	return ""
}

// AtPrompt gives the errors of app that name no commands their sentence for a
// prompt. usage: the command was written wrong.
func (r Reader) AtPrompt(err error) (said error, usage bool) {
	if err == nil {
		return nil, false
	}
	if text := ofServer(err); r.Served && text != "" {
		return worded{text: text, err: err}, false
	}
	if w, ok := err.(worded); ok { //nolint:errorlint // not one that stands among others
		if said, usage = r.asked(w.err); said == nil {
			return err, usage
		}
		return worded{said.Error(), w.so, err}, usage
	}
	if said, usage = r.asked(err); said == nil {
		return err, usage
	}
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return said, usage
	}
	var all []error
	for _, one := range several.Unwrap() {
		each, wrong := r.AtPrompt(one)
		all, usage = append(all, each), usage || wrong
	}
	return errors.Join(all...), usage
}

// asked is the sentence of an error about what was asked for, or of another fact;
// nil where there is none.
func (r Reader) asked(err error) (told error, usage bool) {
	if e, ok := errors.AsType[*app.NoWorkspace](err); ok {
		text := plain(err) + "; "
		switch {
		case e.Near != "":
			return fmt.Errorf("%sdid you mean %q?", text, e.Near), true
		case len(e.Known) == 0:
			return fmt.Errorf("%sconnect it with `leadpad config init --name %s`", text, safe.Clean(e.Name)), true
		}
		return errors.New(text + "the config has " + strings.Join(e.Known, ", ")), true
	}
	if _, ok := errors.AsType[*app.ManyWorkspaces](err); ok {
		return worded{text: plain(err) + "; name one with --profile", err: err}, true
	}
	if e, ok := errors.AsType[*app.NoBatch](err); ok {
		return r.noBatch(e), !e.Whole
	}
	if errors.Is(err, app.ErrManyLeads) {
		return errors.New("--json - takes one lead and there are more; " + r.Command("import -") + " takes any number"), true
	}
	if errors.Is(err, outbox.ErrChanged) && !r.Served {
		return fmt.Errorf("%w, so nothing was sent; if it is the same workspace, `leadpad key test --new-key` says so", outbox.ErrChanged), true
	}
	if _, ok := errors.AsType[*app.FileThere](err); ok {
		return worded{text: plain(err) + "; add --force to replace the files of this batch, or name another --dir", err: err}, false
	}
	if _, ok := errors.AsType[*app.FolderError](err); ok {
		return worded{text: plain(err) + "; name another folder with --dir", err: err}, false
	}
	if text := fact(err); text != "" {
		return worded{text: text, err: err}, false
	}
	_, usage = errors.AsType[*app.NoFormat](err)
	return nil, usage
}

func (r Reader) noBatch(e *app.NoBatch) error {
	switch text := safe.Clean(e.Text); {
	case e.Whole:
		return fmt.Errorf("workspace %s has no batch %s; %s shows them", e.Workspace, text, r.Command("history"))
	case len(e.Found) > 0:
		return fmt.Errorf("%d batches of workspace %s end in %q; give the whole id: %s", len(e.Found), e.Workspace, text, strings.Join(e.Found, " or "))
	default:
		return fmt.Errorf("no batch of workspace %s ends in %q; give the last six characters of an id, as %s shows them, or the whole id", e.Workspace, text, r.Command("history"))
	}
}

// Nobodys says behind other counts how many leads belong to nobody, "" for none.
func Nobodys(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + Plural(n, "more was typed where the config named no user: a team lead sees it", "more were typed where the config named no user: a team lead sees them")
}

// Kept says where a key was kept, "" for none.
func Kept(k app.Kept) string {
	text := "in the system keyring"
	switch {
	case k == app.Kept{}:
		return ""
	case !k.Keyring:
		text = "in " + safe.Clean(k.File).String() + ", readable by you alone, because there is no keyring"
	}
	if k.Behind {
		text += "; CLOSINGDEALZ_API_KEY is set and goes before it"
	}
	return text
}

// CannotListen says what to do about an address that cannot be listened on.
func CannotListen(addr string, err error) error {
	host, port, _ := net.SplitHostPort(addr)
	free := net.JoinHostPort(host, "0")
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %s is taken; use --addr %s for a free one", port, free)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("port %s needs rights that you do not have; use --addr %s for a free one", port, free)
	}
	return fmt.Errorf("cannot listen on %s: %w; use --addr %s for a free port", addr, err, free)
}
