package words

import (
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
)

// Reader is how somebody who reads acts.
type Reader struct {
	// Key names the key that does something about what is read, in force where it
	// is read; "" when none does. nil: the reader is at a prompt.
	Key       func(outbox.Action) string
	Workspace string // as in the config
	Practice  bool   // a sandbox answers
	KeyFrom   app.KeySource
	// Served: the reader has a line to a server. Its config, its keys and its disk are
	// somebody else's to mend.
	Served bool
	// Zone is what the reader reads times in, nil for this computer's.
	Zone *time.Location
}

// Command is a command as this reader types it, in quotes: the host's name is what
// the reader's own computer calls it.
func (r Reader) Command(line string) string {
	if r.Served {
		return "`ssh HOST " + line + "`"
	}
	return "`leadpad " + line + "`"
}

// submit is the command that submits, with what follows it. On a line nobody can be
// asked.
func (r Reader) submit(what string) string {
	if r.Served {
		what = " --yes" + what
	}
	return r.Command("submit" + what)
}

// mendThem is where leads are mended, by who is at a prompt.
func (r Reader) mendThem() string {
	if r.Served {
		return "on the screens, which `ssh -t HOST` shows"
	}
	return "in `leadpad`"
}

// prompt says that the reader types commands.
func (r Reader) prompt() bool { return r.Key == nil }

// key is the key for an action, "" at a prompt and where no key does it.
func (r Reader) key(a outbox.Action) string {
	if r.prompt() {
		return ""
	}
	return r.Key(a)
}

// by names the key for an action in brackets, behind what it leads to.
func (r Reader) by(a outbox.Action) string {
	if key := r.key(a); key != "" {
		return " (" + key + ")"
	}
	return ""
}

// does is a key and what it does, "" where no key does it.
func (r Reader) does(a outbox.Action, what string) string {
	if key := r.key(a); key != "" {
		return key + " " + what
	}
	return ""
}

// Server is what a sentence calls the one that answers: in practice nothing
// reaches ClosingDealz.
func (r Reader) Server() string { return server(r.Practice) }

func server(practice bool) string {
	if practice {
		return "the sandbox"
	}
	return "ClosingDealz"
}

// again is how to submit once more, "" where that cannot be done.
func (r Reader) again() string {
	if r.prompt() {
		return r.submit("") + " goes on"
	}
	return r.does(outbox.CanSubmit, "submits again")
}

// settle is what can be done about n leads that are not sure.
func (r Reader) settle(n int, batch queue.ID) string {
	look := "Look for " + PluralWord(n, "it", "one of them") + " in " + r.Server() + ", then "
	if r.prompt() {
		name := "BATCH"
		if batch != (queue.ID{}) {
			name = outbox.ShortID(batch)
		}
		return look + r.Command("resolve "+name+" --sent") + " or `--ready`."
	}
	return look + "settle the batch in History" + r.by(outbox.CanSettle) + "."
}

// pausing is what can be done while a submission goes on; it keeps rest leads.
func (r Reader) pausing(rep outbox.Report) string {
	if !rep.Can(outbox.CanPause) {
		return ""
	}
	return some(", ", r.does(outbox.CanPause, "pauses"), r.does(outbox.CanCancel, "keeps "+Number(rep.Rest)+" Ready"))
}

// KeySet is the command that keeps a workspace's key. It always names the
// workspace: without a name it would be the default one's.
func KeySet(workspace string) string {
	if workspace == "" {
		workspace = "NAME"
	}
	return "`leadpad key set --profile " + workspace + "`"
}

// RightKey says how to give the workspace another key, at a prompt.
func (r Reader) RightKey() string {
	if r.Served {
		return Capital(tellServer + ": the workspace needs another key")
	}
	const keep = ", and keep the right key with "
	switch r.KeyFrom {
	case app.KeyOfCommand:
		return "The key comes from key_command in the config: correct that, or take it out" + keep + KeySet(r.Workspace)
	case app.KeyOfEnvironment:
		return "The key comes from CLOSINGDEALZ_API_KEY: set the right one there, or unset it" + keep + KeySet(r.Workspace)
	}
	return KeySet(r.Workspace) + " keeps the right key"
}
