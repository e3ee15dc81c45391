// Package lazyregexp compiles regular expressions when they are first used. Fifty
// of them at the start of the program are 8 ms before the first frame, and most are
// never asked. One that is asked often, as the rules for pasted texts are, passes
// over texts without a match at a tenth of what package regexp takes.
package lazyregexp

import (
	"regexp"
	"sync"
	"sync/atomic"
)

// Regexp is a regular expression that is not compiled yet. Its methods are those of
// regexp.Regexp.
type Regexp struct {
	compiled func() *regexp.Regexp
	filter   func() *filter
	asked    atomic.Int32 // counted up to often
}

// often is how many texts an expression reads before it gets its filter, which is
// not worth its memory sooner.
const often = 100

// New makes one; the first use panics where regexp.MustCompile would.
func New(text string) *Regexp {
	return &Regexp{
		compiled: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) }),
		filter:   sync.OnceValue(func() *filter { return newFilter(text) }),
	}
}

// may says that s can hold a match; certain says that it does.
func (r *Regexp) may(s string) (may, certain bool) {
	if r.asked.Load() < often {
		r.asked.Add(1)
		return true, false
	}
	f := r.filter()
	if f == nil || f.full.Load() {
		return true, false
	}
	return f.may(s)
}

// none says that s certainly holds no match.
func (r *Regexp) none(s string) bool {
	may, _ := r.may(s)
	return !may
}

// FindAllString is regexp.Regexp.FindAllString.
func (r *Regexp) FindAllString(s string, n int) []string {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindAllString(s, n)
}

// FindAllStringIndex is regexp.Regexp.FindAllStringIndex.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatch is regexp.Regexp.FindAllStringSubmatch.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is regexp.Regexp.FindAllStringSubmatchIndex.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

// FindString is regexp.Regexp.FindString.
func (r *Regexp) FindString(s string) string {
	if r.none(s) {
		return ""
	}
	return r.compiled().FindString(s)
}

// FindStringIndex is regexp.Regexp.FindStringIndex.
func (r *Regexp) FindStringIndex(s string) []int {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindStringIndex(s)
}

// FindStringSubmatch is regexp.Regexp.FindStringSubmatch.
func (r *Regexp) FindStringSubmatch(s string) []string {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindStringSubmatch(s)
}

// FindStringSubmatchIndex is regexp.Regexp.FindStringSubmatchIndex.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if r.none(s) {
		return nil
	}
	return r.compiled().FindStringSubmatchIndex(s)
}

// MatchString is regexp.Regexp.MatchString.
func (r *Regexp) MatchString(s string) bool {
	may, certain := r.may(s)
	return may && (certain || r.compiled().MatchString(s))
}

// ReplaceAllString is regexp.Regexp.ReplaceAllString.
func (r *Regexp) ReplaceAllString(src, repl string) string {
	if r.none(src) {
		return src
	}
	return r.compiled().ReplaceAllString(src, repl)
}

// ReplaceAllStringFunc is regexp.Regexp.ReplaceAllStringFunc.
func (r *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	if r.none(src) {
		return src
	}
	return r.compiled().ReplaceAllStringFunc(src, repl)
}
