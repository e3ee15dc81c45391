//go:build unix

package sshd

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// controlled opens the house's socket, in a folder with a short name.
func (h *house) controlled() (dir string) {
	h.t.Helper()
	dir, err := os.MkdirTemp("", "lp")
	must(h.t, err)
	l, err := ListenControl(h.t.Context(), dir)
	must(h.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.server.ServeControl(ctx, l) }()
	h.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
		if _, err := os.Lstat(filepath.Join(dir, controlName)); !errors.Is(err, fs.ErrNotExist) {
			h.t.Errorf("the socket stays: %v", err)
		}
		must(h.t, os.RemoveAll(dir))
	})
	return dir
}

// asks asks the house and wants an answer, or that refusal.
func (h *house) asks(dir string, q Asked, want error) Answer {
	h.t.Helper()
	a, err := Ask(h.t.Context(), dir, q)
	if !errors.Is(err, want) {
		h.t.Errorf("%+v: %v, want %v", q, err, want)
	}
	return a
}

// left waits until so many sessions are left.
func (h *house) left(n int) {
	h.t.Helper()
	for end := time.Now().Add(patience); h.server.people.count() > n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("%d are here", h.server.people.count())
		}
	}
}

// The server's user sees who is here, ends a session with its text kept, and gives leads
// to others, which is in the audit record; nothing of somebody who is here.
func TestUsersOfARunningServer(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	dir := h.controlled()
	if st, err := os.Stat(filepath.Join(dir, controlName)); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", st, err)
	}
	h.adds("ana", 2)
	h.adds("bo", 1)
	ana := h.screens("ana")
	ana.waits("New lead")
	h.screens("bo").waits("New lead")
	ana.sends("Of Ana")
	ana.waits("Of Ana")
	here := h.asks(dir, Asked{Do: DoWho}, nil).Sessions
	if len(here) != 2 || here[0].User != "ana" || !here[0].Screens || here[0].Address != "127.0.0.1" || here[0].Workspace != "acme" {
		t.Fatalf("%+v", here)
	}
	h.asks(dir, Asked{Do: DoHandOver, From: "ana", To: "bo"}, StillHere)
	h.asks(dir, Asked{Do: DoEnd, Session: "nobody"}, NoSession)
	h.asks(dir, Asked{Do: DoEnd}, NoSession)
	h.asks(dir, Asked{Do: "dance"}, NotThat)
	h.asks(dir, Asked{Do: DoEnd, Session: here[0].ID}, nil)
	ana.waits("this session was ended; your text is kept")
	h.left(1)
	h.asks(dir, Asked{Do: DoRename, From: "ana", To: "bo"}, NameTaken)
	if a := h.asks(dir, Asked{Do: DoHandOver, From: "ana", To: "bo"}, nil); a.Leads != 3 {
		t.Errorf("%d leads were handed over", a.Leads)
	}
	h.asks(dir, Asked{Do: DoHandOver, From: "ana", To: "bo"}, NobodyThere)
	if anas, bos := h.leads("ana"), h.leads("bo"); len(anas) != 0 || len(bos) != 4 {
		t.Errorf("ana has %q, bo %q", anas, bos)
	}
	list := h.asks(dir, Asked{Do: DoList}, nil).Users
	if len(list) != 2 || list[0].Name != "ana" || list[0].Keys != 1 || list[0].Sessions != 0 || list[1].Sessions != 1 ||
		list[1].Leads["draft"] != 1 || list[1].Leads["ready"] != 3 {
		t.Errorf("%+v", list)
	}
	acts := map[queue.Act]int{}
	for _, r := range h.recorded(4) {
		acts[r.Act]++
	}
	if acts[queue.LoggedIn] != 2 || acts[queue.Ended] != 1 || acts[queue.HandedOver] != 1 {
		t.Errorf("%v", acts)
	}
}

// Nothing is handed over of what is held; whose leads are being moved is not let in.
func TestNothingIsHandedOverWhileItIsHeld(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	dir := h.controlled()
	who, err := h.app.Session(t.Context(), "ana", "acme")
	must(t, err)
	e, err := who.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Acme", Emails: []string{"a@b.example"}}})
	must(t, err)
	l, ok, err := who.Queue.TakeLease(t.Context(), "acme")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	defer func() { _ = l.Release() }()
	if _, err := who.Queue.Claim(t.Context(), "acme", e.ID, []queue.ID{e.ID}); err != nil {
		t.Fatal(err)
	}
	h.asks(dir, Asked{Do: DoRename, From: "ana", To: "maria"}, StillSending)
	if _, err := who.Queue.Release(t.Context(), "acme", e.ID); err != nil {
		t.Fatal(err)
	}
	if !h.server.people.bar("ana") {
		t.Fatal("ana is here")
	}
	h.screens("ana").waits("your leads are being moved")
	h.server.people.unbar("ana")
	if a := h.asks(dir, Asked{Do: DoRename, From: "ana", To: "maria"}, nil); a.Leads != 1 {
		t.Errorf("%+v", a)
	}
	h.screens("ana").waits("New lead")
}

// Before a restart people are told, nobody new comes in, and the server ends when the
// last one has left; it can be taken back.
func TestDrain(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	dir := h.controlled()
	h.asks(dir, Asked{Do: DoDrain}, NotDraining)
	ana := h.screens("ana")
	ana.waits("New lead")
	until := h.asks(dir, Asked{Do: DoDrain, In: time.Hour}, nil).Until.Local().Format("15:04")
	ana.waits("The server restarts at " + until + "; your text is kept.")
	h.screens("bo").waits("the server restarts, at " + until + " at the latest")
	if h.server.people.why() == "" {
		t.Error("it is healthy, and takes nobody")
	}
	h.asks(dir, Asked{Do: DoDrain}, nil)
	ana.waits("it does not restart")
	h.screens("bo").waits("New lead")
	h.asks(dir, Asked{Do: DoDrain, In: time.Hour}, nil)
	ana.sends("Kept")
	ana.waits("Kept")
	for _, here := range h.asks(dir, Asked{Do: DoWho}, nil).Sessions {
		h.asks(dir, Asked{Do: DoEnd, Session: here.ID}, nil)
	}
	select {
	case err := <-h.served:
		h.served <- err
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
	if names := h.leads("ana"); len(names) != 1 {
		t.Errorf("ana has %q", names)
	}
}

// A server ends at its time though people are there.
func TestDrainEndsAtItsTime(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	ana := h.screens("ana")
	ana.waits("New lead")
	ana.sends("Typed")
	ana.waits("Typed")
	if _, err := h.server.Drain(time.Second); err != nil {
		t.Fatal(err)
	}
	ana.waits("the server ends; your text is kept")
	select {
	case err := <-h.served:
		h.served <- err
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
}

// What a dead server left gives way, what a live one has does not; where there is none it
// is said.
func TestStaleControlSockets(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "lp")
	must(t, err)
	defer func() { must(t, os.RemoveAll(dir)) }()
	if _, err := Ask(t.Context(), dir, Asked{Do: DoWho}); !errors.Is(err, ErrNoServer) {
		t.Error(err)
	}
	dead, err := net.Listen("unix", filepath.Join(dir, controlName))
	must(t, err)
	dead.(*net.UnixListener).SetUnlinkOnClose(false)
	must(t, dead.Close())
	if _, err := Ask(t.Context(), dir, Asked{Do: DoWho}); !errors.Is(err, ErrNoServer) {
		t.Error(err)
	}
	l, err := ListenControl(t.Context(), dir)
	must(t, err)
	if _, err := ListenControl(t.Context(), dir); !errors.Is(err, ErrOtherServer) {
		t.Error(err)
	}
	must(t, l.Close())
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left: %v", left, err)
	}
}
