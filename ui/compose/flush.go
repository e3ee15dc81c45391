package compose

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// The cells that a name takes in a notice, and in the line about a lead that is
// lost: a name of thousands of characters hides what is said of it.
const (
	nameInNotice = 24
	nameAtTheEnd = 60
)

// Unsaved is what was typed and is not on disk.
type Unsaved struct {
	Leads   []string // what they are called, in the order in which they were begun
	Refused bool     // the disk would not take one of them
}

// called is what people call a lead.
func called(l lead.Lead) string {
	if name := clean(l.Title()); name != "" {
		return name
	}
	return "a lead without a name"
}

// Unsaved lists the leads of which something that was typed is not on disk yet.
func (m *Model) Unsaved() Unsaved {
	var u Unsaved
	for _, number := range m.unsaved() {
		if number == m.doc.number {
			u.Leads = append(u.Leads, called(m.form.lead))
		} else {
			u.Leads = append(u.Leads, m.saver.jobs[number].name)
		}
		if j := m.saver.jobs[number]; j != nil && j.failed {
			u.Refused = true
		}
	}
	return u
}

// unsaved are the numbers of the documents that are not on disk, in order.
func (m *Model) unsaved() []int {
	numbers := slices.Collect(maps.Keys(m.saver.jobs))
	if m.doc.unsaved && !m.nothingTyped() && m.saver.jobs[m.doc.number] == nil {
		numbers = append(numbers, m.doc.number)
	}
	slices.Sort(numbers)
	return numbers
}

// whose names the leads whose saves the disk refused, where that is not the one
// in the form alone.
func (m *Model) whose(number int) string {
	n, name := 0, m.theme.Cut(m.saver.jobs[number].name, nameInNotice)
	for _, j := range m.saver.jobs {
		if j.failed {
			n++
		}
	}
	switch {
	case n > 1:
		return ", " + name + " and " + words.Plural(n-1, "other lead", "other leads")
	case number != m.doc.number:
		return ", " + name
	}
	return ""
}

// Flush brings everything that is not on disk yet there, after the program has
// ended and no message comes any more. It gives an error for each lead of which
// something could not be saved, with what people call it. shown says that the form
// was on show: the next start comes back to it.
func (m *Model) Flush(shown bool) []error {
	ctx, cancel := kit.Timed()
	defer cancel()
	defer m.journal.leave(ctx, shown, true) // also where what ended the program ends this
	m.keep()                                // its save is run below, like all others
	m.endsAt(shown)
	var lost []error
	for _, number := range slices.Sorted(maps.Keys(m.saver.jobs)) {
		if err := m.saver.finish(ctx, number); err != nil {
			lost = append(lost, fmt.Errorf("%s: %w", m.theme.Cut(m.saver.jobs[number].name, nameAtTheEnd), err))
		}
	}
	if now := m.unplaced(); now != m.jotting.stored {
		if err := m.jot(ctx, now); err != nil && now.Open != "" {
			lost = append(lost, fmt.Errorf("a text that was pasted or typed into the quick line: %w", err))
		}
	}
	return lost
}

// finish runs a document's saves to their end; ctx limits those of all.
func (s *saver) finish(ctx context.Context, number int) error {
	const tries = 3
	var err error
	j := s.jobs[number]
	for range tries {
		s.start(number)
		c := j.call
		if c == nil {
			break
		}
		c.once.Do(func() { c.run(ctx) })
		s.end(number, c)
		err = c.err
	}
	if !j.drop {
		return err
	}
	if err == nil {
		// That the emptied draft stays when this fails loses nothing.
		_, _ = s.d.Workspace.Queue.Delete(ctx, s.d.Workspace.Name, []queue.ID{j.id})
	}
	return nil
}
