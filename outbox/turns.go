package outbox

import (
	"slices"
	"time"
)

// turns are whose request goes next. People take turns request by request, in the
// order in which they were served last; a person's own submissions go one after the
// other. With one person there is nothing to choose.
type turns struct {
	now    int            // turns so far
	served map[string]int // the last turn of each person
	paused map[string]Who // people whose submissions rest, and who paused them
	faces  map[string]face
}

// face is what a person was shown last of their own submissions.
type face struct {
	p    Progress
	over bool
}

// came notes a submission of somebody.
func (t *turns) came(sub *submission) {
	if t.served == nil {
		t.served, t.paused, t.faces = map[string]int{}, map[string]Who{}, map[string]face{}
	}
	if _, known := t.served[sub.by.User]; !known {
		t.served[sub.by.User] = 0
	}
}

// crowd says that there is, or was, more than one person here.
func (t *turns) crowd() bool { return len(t.served) > 1 }

// serve notes that a request of somebody goes.
func (t *turns) serve(user string) {
	t.now++
	t.served[user] = t.now
}

func (t *turns) pause(user string, by Who) { t.paused[user] = by }
func (t *turns) resume(user string)        { delete(t.paused, user) }

// ended keeps the last picture of a submission for its person.
func (t *turns) ended(sub *submission, p Progress) {
	t.faces[sub.by.User] = face{p, true}
}

// rank is how soon a submission can send.
type rank uint8

const (
	canGo  rank = iota // now
	inHold             // when its hold is over
	atRest             // when somebody says so
)

// rank is sub's.
func (s *Sender) rank(sub *submission) rank {
	switch {
	case s.rests(sub):
		return atRest
	case !sub.begun && time.Until(sub.holdEnds) > 0:
		return inHold
	}
	return canGo
}

// rests says that a person has to act before sub sends: its own, or about the look at
// a first lead, which is about everybody's.
func (s *Sender) rests(sub *submission) bool {
	_, paused := s.turns.paused[sub.by.User]
	return paused || s.look.waits
}

// fronts are the first submission of each person.
func (s *Sender) fronts() []*submission {
	list := make([]*submission, 0, 4)
	if s.sub != nil {
		list = append(list, s.sub)
	}
	for _, sub := range s.behind {
		if !slices.ContainsFunc(list, func(other *submission) bool { return other.by.User == sub.by.User }) {
			list = append(list, sub)
		}
	}
	return list
}

// front is the first submission of a person, nil when they have none under way.
func (s *Sender) front(user string) *submission {
	if s.sub != nil && s.sub.by.User == user {
		return s.sub
	}
	for _, sub := range s.behind {
		if sub.by.User == user {
			return sub
		}
	}
	return nil
}

// has says that a person has something under way.
func (s *Sender) has(user string) bool { return s.front(user) != nil }

// oldest is what came first of all that is under way.
func (s *Sender) oldest() *submission {
	old := s.sub
	if len(s.behind) > 0 && (old == nil || s.behind[0].came < old.came) {
		old = s.behind[0]
	}
	return old
}

// sooner says that a's turn is before b's.
func (s *Sender) sooner(a, b *submission) bool {
	ra, rb := s.rank(a), s.rank(b)
	switch {
	case ra != rb:
		return ra < rb
	case s.look.of == a || s.look.of == b: // its person is asked
		return s.look.of == a
	case ra == canGo:
		ta, tb := s.turns.served[a.by.User], s.turns.served[b.by.User]
		return ta < tb || ta == tb && a.came < b.came
	case ra == inHold && !a.holdEnds.Equal(b.holdEnds):
		return a.holdEnds.Before(b.holdEnds)
	}
	return a.came < b.came
}

// first is the submission whose turn it is.
func (s *Sender) first() *submission {
	list := s.fronts()
	best := list[0]
	for _, sub := range list[1:] {
		if s.sooner(sub, best) {
			best = sub
		}
	}
	return best
}

// yields says that it is somebody else's turn.
func (s *Sender) yields(sub *submission) bool {
	return s.turns.crowd() && len(s.behind) > 0 && s.first().by.User != sub.by.User
}

// enter gives sub its turn.
func (s *Sender) enter(sub *submission) {
	if i := slices.Index(s.behind, sub); i >= 0 {
		s.behind = slices.Delete(s.behind, i, i+1)
	}
	s.sub, s.pic = sub, &sub.pic
	s.foreseen.end = time.Time{}
}

// suspend ends sub's turn: it waits for its next one.
func (s *Sender) suspend(sub *submission) {
	if p := sub.prefetched; p != nil {
		s.unreserve(p)
	}
	s.pic.disk, s.pic.also = nil, 0
	at := slices.IndexFunc(s.behind, func(other *submission) bool { return other.came > sub.came })
	if at < 0 {
		at = len(s.behind)
	}
	s.behind = slices.Insert(s.behind, at, sub)
	s.sub = nil
}

// all are all submissions under way.
func (s *Sender) all() []*submission {
	if s.sub == nil {
		return s.behind
	}
	return append([]*submission{s.sub}, s.behind...)
}

// between counts the requests of others that go before the last of n of the one whose
// turn it is.
func (s *Sender) between(n int) (others int) {
	for _, sub := range s.fronts() {
		if sub != s.sub && s.rank(sub) == canGo {
			others += min(n, (sub.left()+sub.size-1)/sub.size)
		}
	}
	return others
}

// caution is what the last requests of the workspace ask of the next one, whoever's
// it is.
type caution struct {
	doubt     Doubt
	waitUntil time.Time // monotonic: not before
	waitWhy   Reason
	unwritten time.Duration // last pause after a failed connection or write
	trouble   time.Time     // since when connections or writes fail
}

// over forgets the trouble of a submission that ended; the doubt stays.
func (c *caution) over() {
	c.unwritten, c.trouble = 0, time.Time{}
	if c.waitWhy != ForLastUnsure {
		c.waitUntil = time.Time{}
	}
}

// later sets the next pause after trouble: 1, 2, 4 … 30 s.
func (c *caution) later(why Reason) {
	c.unwritten = min(max(2*c.unwritten, time.Second), 30*time.Second)
	c.waitUntil, c.waitWhy = time.Now().Add(c.unwritten), why
}

// forOthers is what is told to people whose submissions end because sub stopped all:
// why, and nothing of whose leads those were.
func (s *Sender) forOthers(sub *submission) func(*submission) Report {
	if s.pic.report == nil {
		return nil
	}
	why := s.pic.report(s.o.Now())
	return func(other *submission) Report {
		if other.by.User == sub.by.User {
			return Report{}
		}
		r := why.discreet()
		r.Back = other.left()
		return r
	}
}
