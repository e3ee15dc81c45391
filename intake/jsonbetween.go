package intake

// closes skips to the next part of the innermost frame, or over its end.
func (p *parser) closes() bool {
	p.space()
	end := p.frames[len(p.frames)-1].kind + 2 // '[' and ']', '{' and '}' are two apart
	if p.peek() != end {
		return false
	}
	p.r++
	return true
}

// separator reads what stands behind a part: a comma, after which there are
// more parts, or the end.
func (p *parser) separator() (more bool, err error) {
	if p.closes() {
		return false, nil
	}
	if p.peek() != ',' {
		if p.atEnd() {
			return false, p.early()
		}
		return false, p.missing()
	}
	at := p.place()
	p.r++
	if p.closes() {
		p.trailing(at)
		return false, nil
	}
	return true, nil
}

// missing is the error for a part that follows without a comma.
func (p *parser) missing() error {
	switch c := p.peek(); c {
	case '"', '{', '[':
		return p.wrong(NoComma)
	case '}', ']':
		return p.wrong(WrongEnd, string(rune(c)), string(rune(p.frames[len(p.frames)-1].kind)))
	}
	return p.odd()
}

func (p *parser) trailing(at place) {
	if p.commas++; p.commas == 1 {
		p.comma = at
	}
}

// next reads a member's name up to its value; in an array there is none.
func (p *parser) next() error {
	f := &p.frames[len(p.frames)-1]
	f.named = ""
	if f.kind == '[' {
		return nil
	}
	if p.peek() != '"' {
		if p.atEnd() {
			return p.early()
		}
		if c := p.peek(); isLetter(c) || c == '_' {
			return p.wrong(UnquotedName)
		}
		return p.odd()
	}
	p.r++
	name, err := p.str()
	if err != nil {
		return err
	}
	f.named = name.text
	p.space()
	if p.peek() != ':' {
		if p.atEnd() {
			return p.early()
		}
		return p.wrong(NoColon, short(name.text))
	}
	p.r++
	p.space()
	return nil
}

// rest reads what stands behind the last value. Words are left out and shown;
// what could be a lead is an error, so that none is left out.
func (p *parser) rest() (Fact, error) {
	at := p.place()
	var b []byte
	for !p.atEnd() {
		c := p.buf[p.r]
		if c == '{' || c == '[' || c == '"' {
			return Fact{}, at.wrong(TextBetween, short(string(b)))
		}
		if c == 0 || c < ' ' && c != '\n' && c != '\r' && c != '\t' || len(b) > 64<<10 {
			return Fact{}, at.wrong(MoreBehind)
		}
		b = append(b, c)
		p.r++
	}
	if err := p.failure(); err != nil {
		return Fact{}, err
	}
	return at.fact(TextBehind, short(string(b))), nil
}
