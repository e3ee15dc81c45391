package words

import (
	"time"

	"leadpad/app"
	"leadpad/safe"
)

// Deleted says that n leads are in the Trash, and until when.
func (r Reader) Deleted(n int, until time.Time) string {
	return Leads(n) + " deleted; " + r.Command("restore") + " brings " + PluralWord(n, "it", "them") + " back until " + r.Day(until)
}

// Left says why nothing was done to a lead of the workspace.
func (r Reader) Left(l app.Stays) string {
	here := "is not in workspace " + safe.Clean(r.Workspace).String()
	switch l.Why {
	case app.NotHere:
		return here
	case app.NowhereAtAll:
		return here + " and not in its Trash"
	case app.InTrash:
		return "is in the Trash already"
	case app.NotInTrash:
		return "is not in the Trash"
	case app.OnItsWay:
		return "is on its way and cannot be deleted"
	case app.WasSent:
		return "is sent and cannot be deleted"
	case app.IsUnsure:
		return "is not sure and cannot be deleted before " + r.Command("resolve") + " has settled its batch"
	case app.NoDoubt:
		return "is no draft that may already be in ClosingDealz"
	case app.Unreadable:
		return "cannot be looked at: " + r.Error(l.Err)
	case app.ChangedSince:
	}
	return "was changed meanwhile and stays"
}
