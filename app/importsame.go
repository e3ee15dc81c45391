package app

import (
	"context"
	"reflect"
	"slices"

	"leadpad/lead"
	"leadpad/queue"
)

// duplicates finds the new leads that share an email or a phone with an earlier one of
// the files, or with one that is here, and does with them what the import was told.
func (n *sorted) duplicates(ctx context.Context) error {
	counts, err := n.all.Counts(ctx, n.s.Name)
	if err != nil {
		return err
	}
	anyHere := false
	for _, c := range counts.ByState {
		anyHere = anyHere || c > 0
	}
	here, err := n.s.Queue.Imported(ctx, n.s.Name)
	if err != nil {
		return err
	}
	d := &same{sorted: n, keys: map[lead.Key]int{}, changed: map[queue.ID]int{}}
	for _, e := range n.entries {
		if e.Rev > 0 {
			d.changed[e.ID] = -1 // the file itself changes it
		}
	}
	for _, e := range n.entries {
		if e.Rev == 0 && here[e.Import] > 0 { // it is left out when it is saved
			here[e.Import]--
			d.out = append(d.out, e)
			continue
		}
		if err := d.take(ctx, e, anyHere); err != nil {
			return err
		}
	}
	n.entries = d.out
	n.touched = map[queue.ID]bool{}
	for id, at := range d.changed {
		n.touched[id] = at >= 0
	}
	return nil
}

// same are the leads of an import while their duplicates are looked for.
type same struct {
	*sorted
	keys    map[lead.Key]int // where in out the first lead with it stands
	changed map[queue.ID]int // where in out a draft stands that one was put into
	out     []queue.Entry
}

// take takes one lead, new or not.
func (d *same) take(ctx context.Context, e queue.Entry, anyHere bool) error {
	keys := d.strong(e.Lead)
	if e.Rev > 0 {
		d.add(e, keys)
		return nil
	}
	if i := d.earlier(keys); i >= 0 {
		d.Same.InFiles++
		if d.options.Duplicates != KeepBoth {
			return d.into(ctx, i, e)
		}
		d.add(e, keys)
		return nil
	}
	if anyHere && len(keys) > 0 {
		done, err := d.likeHere(ctx, e)
		if done || err != nil {
			return err
		}
	}
	d.add(e, keys)
	return nil
}

func (d *same) add(e queue.Entry, keys []lead.Key) {
	for _, k := range keys {
		if _, known := d.keys[k]; !known {
			d.keys[k] = len(d.out)
		}
	}
	d.out = append(d.out, e)
}

func (d *same) earlier(keys []lead.Key) int {
	for _, k := range keys {
		if i, known := d.keys[k]; known {
			return i
		}
	}
	return -1
}

// strong are the keys that two leads hardly share by chance.
func (d *same) strong(l lead.Lead) []lead.Key {
	return slices.DeleteFunc(d.s.Encoding().Rules.Keys(l), func(k lead.Key) bool { return k.Kind != lead.KeyEmail && k.Kind != lead.KeyPhone })
}

// likeHere looks for a lead that is here; done says that the new one is dealt with.
func (d *same) likeHere(ctx context.Context, e queue.Entry) (done bool, err error) {
	matches, err := d.s.Queue.Alike(ctx, d.s.Name, e)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(matches, func(m queue.Match) bool {
		return m.Reason == lead.KeyEmail.String() || m.Reason == lead.KeyPhone.String()
	})
	if i < 0 {
		return false, nil
	}
	m := matches[i]
	if !m.State.Editable() {
		d.Same.Sent++
		if d.options.Duplicates != KeepBoth {
			d.Same.Left++
			return true, nil
		}
		return false, nil
	}
	d.Same.Drafts++
	switch d.options.Duplicates {
	case KeepBoth:
		return false, nil
	case SkipNew:
		d.Same.Left++
		return true, nil
	}
	at, known := d.changed[m.ID]
	if known && at < 0 {
		d.Same.Left++ // the file has it as it should be
		return true, nil
	}
	if !known {
		before, err := d.s.Queue.Get(ctx, d.s.Name, m.ID)
		if err != nil {
			return false, err
		}
		if d.merged(before.Lead, e.Lead) == nil {
			d.Same.Left++
			return true, nil
		}
		at = len(d.out)
		d.changed[m.ID] = at
		d.out = append(d.out, before)
	}
	return true, d.into(ctx, at, e)
}

// into puts a lead into the one at a place of out, or leaves it out.
func (d *same) into(ctx context.Context, i int, e queue.Entry) error {
	to := &d.out[i]
	l := d.merged(to.Lead, e.Lead)
	if l == nil {
		d.Same.Left++
		return nil
	}
	d.Same.Filled++
	to.Lead = *l
	doubts := lead.Doubts(to.Problems)
	imported := slices.DeleteFunc(slices.Clone(e.Problems), func(p lead.Problem) bool { return p.Cause.Kind == "" })
	if err := d.judge(ctx, to); err != nil {
		return err
	}
	if len(doubts)+len(imported) > 0 {
		to.State, to.Problems = queue.Draft, slices.Concat(to.Problems, doubts, imported)
	}
	return nil
}

// merged is a lead with another one put into it; nil where that changes nothing, or is
// not to be.
func (d *same) merged(l, more lead.Lead) *lead.Lead {
	if d.options.Duplicates == SkipNew || l.Kind != more.Kind {
		return nil
	}
	out := more
	if d.options.Duplicates == Fill {
		out = filledWith(l, more)
	}
	if reflect.DeepEqual(out.Normalised(), l.Normalised()) {
		return nil
	}
	return &out
}

// filledWith is a lead with what another one says where it says nothing.
func filledWith(l, more lead.Lead) lead.Lead {
	l = l.Normalised()
	lists := map[lead.Field]bool{}
	for _, at := range more.Paths() {
		if _, seen := lists[at.Field]; at.Contact == 0 && at.Field.Repeats() && !seen {
			lists[at.Field] = l.Rows(0, at.Field) == 0
		}
	}
	free := len(l.Contacts) == 0
	for _, at := range more.Paths() {
		switch {
		case at.Contact > 0:
			if free {
				l.Set(at, more.Get(at))
			}
		case at.Field.Repeats():
			if lists[at.Field] {
				l.Set(at, more.Get(at))
			}
		case l.Get(at) == "":
			l.Set(at, more.Get(at))
		}
	}
	return l
}
