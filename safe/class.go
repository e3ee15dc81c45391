package safe

import "unicode"

// class is what cleaning does with a character from U+00A0 on.
type class uint8

const (
	visible   class = iota
	mark            // combining: at most maxMarks on a base
	selector        // variation selector: only after a base
	joiner          // ZWJ and ZWNJ: only between letters or emoji
	lineBreak       // U+2028 and U+2029
	private         // no two fonts agree: U+FFFD
	invisible       // dropped
)

// firstMark is the first combining character of Unicode.
const firstMark = 0x300

const (
	zwnj = 0x200c // Persian and Indic spelling needs it
	zwj  = 0x200d // so do emoji families and Indic conjuncts
)

// classOf sorts r, which is U+00A0 or higher.
func classOf(r rune) class {
	if r == 0xad {
		return invisible
	}
	if r < firstMark {
		return visible
	}
	if within(r, 0x3040, 0x9fff) || within(r, 0xac00, 0xd7a3) { // most of East Asia, fast
		if within(r, 0x3099, 0x309a) {
			return mark
		}
		return visible
	}
	switch {
	case isJoiner(r):
		return joiner
	case within(r, 0x2028, 0x2029):
		return lineBreak
	case isSelector(r):
		return selector
	case isPrivate(r):
		return private
	case isInvisible(r):
		return invisible
	case unicode.Is(unicode.M, r):
		return mark
	}
	return visible
}

// within says that r is one of the characters from low to high.
func within(r, low, high rune) bool { return r >= low && r <= high }

func isJoiner(r rune) bool { return r == zwj || r == zwnj }

// isSelector knows the variation selectors: general, ideographic, Mongolian.
func isSelector(r rune) bool {
	return within(r, 0xfe00, 0xfe0f) || within(r, 0xe0100, 0xe01ef) || within(r, 0x180b, 0x180d) || r == 0x180f
}

// isPrivate leaves out the last two of each plane, which are noncharacters.
func isPrivate(r rune) bool {
	return within(r, 0xe000, 0xf8ff) || r >= 0xf0000 && r&0xffff < 0xfffe
}

// isInvisible knows noncharacters, tags and the format characters: bidi
// controls, zero-width space and no-break space, word joiner, annotation.
func isInvisible(r rune) bool {
	if within(r, 0xfdd0, 0xfdef) || r&0xfffe == 0xfffe || within(r, 0xe0000, 0xe0fff) {
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

// overlays says that r is drawn over the character before it.
func overlays(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

// takesSelector says that a variation selector may follow r.
func takesSelector(r rune) bool {
	if r <= ' ' || r == 0xa0 || isJoiner(r) || isSelector(r) {
		return false
	}
	return r < firstMark || !unicode.In(r, unicode.M, unicode.Z)
}

// joinable says that r is a letter or a symbol such as an emoji.
func joinable(r rune) bool {
	if r == unicode.ReplacementChar {
		return false
	}
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.In(r, unicode.L, unicode.So, unicode.Sk, unicode.Sm)
}

// joinableLeft says that a joiner may follow r; marks and variation selectors
// belong to the character before them.
func joinableLeft(r rune) bool {
	return joinable(r) || r >= firstMark && unicode.Is(unicode.M, r)
}
