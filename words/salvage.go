package words

import (
	"errors"
	"io/fs"
)

// Whole says that there is nothing to salvage of a file, from the error of a look at
// it; "" where there may be.
func Whole(path string, err error) string {
	switch {
	case err == nil:
		return path + " is whole: nothing to salvage"
	case errors.Is(err, fs.ErrNotExist):
		return path + " is not there: nothing to salvage"
	}
	return ""
}

// Salvaged says what came of the damaged file of the leads, or of the request window,
// that is kept under another name.
func Salvaged(leads bool, n int, kept string) []string {
	if !leads {
		return []string{"the damaged request window is kept as " + kept + "; wait a minute before you submit: its requests are forgotten"}
	}
	return []string{
		Leads(n) + " salvaged as Draft; look each over: some may be in ClosingDealz already",
		"the damaged file, with the receipts of what was sent, is kept as " + kept,
	}
}
