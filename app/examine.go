package app

import (
	"context"

	"leadpad/queue"
)

// Part is what an examination looks at, named for programs.
type Part string

// The parts, in their order: what depends on something broken is not looked at.
const (
	PartTerminal  Part = "terminal"
	PartConfig    Part = "config"
	PartWorkspace Part = "workspace"
	PartDisk      Part = "disk"
	PartDatabase  Part = "database"
	PartLeads     Part = "leads"
	PartKey       Part = "key"
	PartServer    Part = "server"
)

// Finding is what is so of one part.
type Finding struct {
	Part Part
	Err  error  // what is wrong with it, nil for nothing
	Is   string // the config's file, the workspace, the folder, the key's source, or what the server says to it

	Ready, Unsure, Nobodys int // of PartLeads
}

// Examine looks at everything that a submission needs. ask asks the server about the
// key of the workspace; its text is the Finding's.
func (s Settings) Examine(ctx context.Context, ask func(context.Context, *Session) (string, error)) (found []Finding) {
	fine := func(f Finding) bool {
		found = append(found, f)
		return f.Err == nil
	}
	name, err := s.Current()
	if !fine(Finding{Part: PartWorkspace, Is: name, Err: err}) {
		return found
	}
	fine(Finding{Part: PartDisk, Is: s.Dir, Err: s.CheckDisk()}) // what is on a full one can be read
	a, err := Open(ctx, s)
	if err == nil {
		defer func() { _ = a.Close(context.WithoutCancel(ctx)) }()
		err = a.Check(ctx)
	}
	if !fine(Finding{Part: PartDatabase, Err: err}) {
		return found
	}
	r, err := a.Session(ctx, a.User(), name)
	leads := Finding{Part: PartLeads, Err: err}
	if err == nil {
		leads = r.examineLeads(ctx)
	}
	if !fine(leads) {
		return found
	}
	source, err := r.KeyFrom(ctx)
	if !fine(Finding{Part: PartKey, Is: source, Err: err}) {
		return found
	}
	text, err := ask(ctx, r)
	fine(Finding{Part: PartServer, Is: text, Err: err})
	return found
}

// examineLeads counts what waits for a person.
func (s *Session) examineLeads(ctx context.Context) Finding {
	f := Finding{Part: PartLeads}
	c, err := s.Queue.Counts(ctx, s.Name)
	if err == nil {
		f.Nobodys, err = s.Nobodys(ctx)
	}
	f.Ready, f.Unsure, f.Err = c.ByState[queue.Ready], c.ByState[queue.Unsure], err
	return f
}
