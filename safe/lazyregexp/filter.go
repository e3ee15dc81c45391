package lazyregexp

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// filter says whether a text can hold a match, in one look-up for each of its
// characters, where package regexp tries the alternatives one by one. It learns its
// states as texts ask for them. All characters beyond ASCII are one to it: its "no" is
// certain, its "yes" for texts of ASCII alone. Its methods may be called concurrently.
type filter struct {
	prog  *syntax.Prog
	class [utf8.RuneSelf + 1]uint8 // of each ASCII character, of all others the last
	first []rune                   // one character of each class
	start *filterState

	mu     sync.Mutex
	states map[string]*filterState
	full   atomic.Bool // it has as many states as it may: ask it no more
}

// other stands for all characters beyond ASCII.
const other = utf8.RuneSelf

// filterState is where a search has come to.
type filterState struct {
	at     []uint32 // instructions that wait for the next character, in order
	before rune     // stands for the character before: -1, '\n', 'a' (of a word) or ' '
	ends   bool     // a match ends where the text ends here
	next   []atomic.Pointer[filterState]
}

// most is how many states a filter may have, each up to 1 kB: an expression that
// needs more is not filtered.
const most = 256

func newFilter(expr string) *filter {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	f := &filter{prog: prog, states: map[string]*filterState{}}
	f.classify()
	f.start = f.state(nil, -1)
	return f
}

// classify puts the characters that no instruction tells apart in one class.
func (f *filter) classify() {
	var begins [utf8.RuneSelf + 1]bool // a class begins here
	for _, r := range []rune{'\n', '\n' + 1, '0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1, other} {
		begins[r] = true
	}
	mark := func(low, high rune) {
		for _, r := range []rune{low, high + 1} {
			if r < other {
				begins[r] = true
			}
		}
	}
	for i := range f.prog.Inst {
		in := &f.prog.Inst[i]
		if in.Op != syntax.InstRune && in.Op != syntax.InstRune1 {
			continue
		}
		if len(in.Rune) == 1 {
			r := in.Rune[0]
			mark(r, r)
			for fold := unicode.SimpleFold(r); fold != r; fold = unicode.SimpleFold(fold) {
				mark(fold, fold)
			}
			continue
		}
		for k := 0; k+1 < len(in.Rune) && in.Rune[k] < other; k += 2 {
			mark(in.Rune[k], in.Rune[k+1])
		}
	}
	for r := range f.class {
		if begins[r] || r == 0 {
			f.first = append(f.first, rune(r))
		}
		f.class[r] = uint8(len(f.first) - 1)
	}
}

// may says that a text can hold a match; certain says that it does.
func (f *filter) may(text string) (may, certain bool) {
	s := f.start
	certain = true
	for _, r := range text {
		if r >= other {
			r, certain = other, false
		}
		class := f.class[r]
		next := s.next[class].Load()
		if next == nil {
			if next = f.learn(s, class); next == nil {
				return true, false
			}
		}
		if next == f.start { // a match ends here
			return true, certain
		}
		s = next
	}
	return s.ends, s.ends && certain
}

// learn finds out where a character of a class leads: the start stands for a match,
// nil for a filter that is full.
func (f *filter) learn(s *filterState, class uint8) *filterState {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.first[class]
	shown := r // as the conditions between characters see it
	if r == other {
		shown = ' '
	}
	waiting, match := f.closure(s.at, syntax.EmptyOpContext(s.before, shown))
	if match {
		s.next[class].Store(f.start)
		return f.start
	}
	var to []uint32
	for _, pc := range waiting {
		if in := &f.prog.Inst[pc]; takes(in, r) {
			to = append(to, in.Out)
		}
	}
	before := ' '
	switch {
	case r == '\n':
		before = r
	case r < other && syntax.IsWordChar(r):
		before = 'a'
	}
	slices.Sort(to)
	next := f.state(slices.Compact(to), before)
	if next != nil {
		s.next[class].Store(next)
	}
	return next
}

// takes says that an instruction takes a character; of the others, one of them.
func takes(in *syntax.Inst, r rune) bool {
	if r < other {
		return in.MatchRune(r)
	}
	switch in.Op {
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	}
	if len(in.Rune) == 1 {
		if in.Rune[0] >= other {
			return true
		}
		for fold := unicode.SimpleFold(in.Rune[0]); syntax.Flags(in.Arg)&syntax.FoldCase != 0 && fold != in.Rune[0]; fold = unicode.SimpleFold(fold) {
			if fold >= other {
				return true
			}
		}
		return false
	}
	return len(in.Rune) > 0 && in.Rune[len(in.Rune)-1] >= other
}

// closure are the instructions that wait for a character behind those of from and
// behind the start, for a match may begin anywhere. match says that one ends here.
func (f *filter) closure(from []uint32, between syntax.EmptyOp) (waiting []uint32, match bool) {
	seen := make([]bool, len(f.prog.Inst))
	todo := append(slices.Clone(from), uint32(f.prog.Start))
	for len(todo) > 0 {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &f.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^between == 0 {
				todo = append(todo, in.Out)
			}
		case syntax.InstMatch:
			return nil, true
		case syntax.InstFail:
		default:
			waiting = append(waiting, pc)
		}
	}
	return waiting, false
}

// state is the one that stands at instructions, nil where there are too many.
func (f *filter) state(at []uint32, before rune) *filterState {
	key := binary.LittleEndian.AppendUint32(nil, uint32(before))
	for _, pc := range at {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	s := f.states[string(key)]
	if s == nil {
		if len(f.states) == most {
			f.full.Store(true)
			return nil
		}
		s = &filterState{at: at, before: before, next: make([]atomic.Pointer[filterState], len(f.first))}
		_, s.ends = f.closure(at, syntax.EmptyOpContext(before, -1))
		f.states[string(key)] = s
	}
	return s
}
