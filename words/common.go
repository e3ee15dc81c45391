package words

import "strconv"

// What several places say. The caller puts the full stop where its line ends.
const (
	TrashEmpty      = "the Trash is empty"
	NoBatches       = "There is no batch here yet"
	NoKeyRefused    = "No key was refused here."
	NameLookedUp    = "The name is still being looked up"
	NothingReaches  = "practice: nothing reaches ClosingDealz"
	noneReady       = "none of these leads is Ready any more"
	RefusedSelected = "No refused request of several leads is selected."
)

// Unreadable says why something is not there, and that it is read again.
func Unreadable(what string, err error) string {
	return what + " cannot be read: " + Error(err) + ". It is tried again in a moment."
}

// Meant ends a sentence about a name that is not there with the nearest one, "" for
// none.
func Meant(near string) string {
	if near == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(near) + "?"
}

// Controls says that characters of a text were left out of a lead.
func Controls(n int) string {
	return Plural(n, "control character", "control characters") + " dropped: no field may hold them"
}

// KeyKept says where a key was kept; where is Kept's.
func KeyKept(where string) string { return "The key is kept " + where }

// TakenBackHere says that leads which were held are Ready again.
func TakenBackHere(n int) string {
	return Plural(n, "lead is", "leads are") + " Ready again; nothing was sent."
}
