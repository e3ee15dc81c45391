package lead

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
)

// automaton matches whole texts of ASCII digits against the pattern of a numbering
// plan: one look-up a digit, where package regexp tries alternatives. It learns its
// states as digits ask for them. Its methods may be called concurrently.
type automaton struct {
	start *numberState // nil: the pattern matches nothing, or has what no plan has

	prog   *syntax.Prog
	mu     sync.Mutex
	states map[string]*numberState // by the instructions that it stands at
}

// numberState is where a text has come to in a pattern.
type numberState struct {
	at   []uint32 // instructions, in order
	ends bool     // a text may end here
	next [10]atomic.Pointer[numberState]
}

// newAutomaton makes the automaton of a pattern; ok is false for one that it cannot
// follow.
func newAutomaton(pattern string) (a *automaton, ok bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, false
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil || slices.ContainsFunc(prog.Inst, func(i syntax.Inst) bool { return i.Op == syntax.InstEmptyWidth }) {
		return nil, false
	}
	a = &automaton{prog: prog, states: map[string]*numberState{}}
	a.start = a.state([]uint32{uint32(prog.Start)})
	return a, true
}

// match says that the whole of digits matches.
func (a *automaton) match(digits string) bool {
	s := a.start
	for i := range len(digits) {
		d := digits[i] - '0'
		n := s.next[d].Load()
		if n == nil {
			n = a.learn(s, d)
		}
		if len(n.at) == 0 {
			return false
		}
		s = n
	}
	return s.ends
}

// learn finds out where a digit leads.
func (a *automaton) learn(s *numberState, digit byte) *numberState {
	a.mu.Lock()
	defer a.mu.Unlock()
	var to []uint32
	for _, pc := range s.at {
		if i := &a.prog.Inst[pc]; i.Op != syntax.InstMatch && i.MatchRune(rune('0'+digit)) {
			to = append(to, i.Out)
		}
	}
	n := a.state(to)
	s.next[digit].Store(n)
	return n
}

// state is the one that stands at instructions, and at those that they lead to
// without a digit.
func (a *automaton) state(from []uint32) *numberState {
	var at []uint32
	seen := make(map[uint32]bool, 2*len(from))
	for todo := from; len(todo) > 0; {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch i := &a.prog.Inst[pc]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, i.Out)
		case syntax.InstFail:
		default:
			at = append(at, pc)
		}
	}
	slices.Sort(at)
	key := make([]byte, 0, 4*len(at))
	for _, pc := range at {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	s := a.states[string(key)]
	if s == nil {
		s = &numberState{at: at, ends: slices.ContainsFunc(at, func(pc uint32) bool { return a.prog.Inst[pc].Op == syntax.InstMatch })}
		a.states[string(key)] = s
	}
	return s
}
