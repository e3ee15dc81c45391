package app

import (
	"errors"
	"fmt"
	"io"

	"leadpad/intake"
	"leadpad/intake/paste"
)

// maxPaste is the most text that is looked through for leads, in bytes.
const maxPaste = 16 << 20

// Why no leads were found in a text.
var (
	ErrLongText = errors.New("the text is longer than 16 MiB")
	ErrNoLeads  = errors.New("no lead in the text")
)

// ReadText finds the leads in a text that was written for people; ErrNoLeads where
// there are none. dropped are the characters of the text that no field may hold.
func (s Settings) ReadText(in io.Reader, as paste.As) (leads []paste.Lead, dropped int, err error) {
	text, err := io.ReadAll(io.LimitReader(in, maxPaste+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read the text: %w", Cause(err))
	}
	if len(text) > maxPaste {
		return nil, 0, ErrLongText
	}
	leads = paste.Read(string(text), paste.Options{As: as, Region: s.PhoneRegion})
	if len(leads) == 0 {
		err = ErrNoLeads
	}
	return leads, paste.Dropped(string(text)), err
}

// pastedRecord is one lead of a text in JSON.
type pastedRecord struct {
	Lead     any      `json:"lead"`
	Unplaced []string `json:"unplaced"`
}

// PastedRecords are the leads of a text in JSON.
func PastedRecords(leads []paste.Lead) any {
	out := struct {
		Leads []pastedRecord `json:"leads"`
	}{[]pastedRecord{}}
	for _, one := range leads {
		out.Leads = append(out.Leads, pastedRecord{intake.AsJSON(one.Lead), one.Unplaced()})
	}
	return out
}
