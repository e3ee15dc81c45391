package words

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
)

// plain is what went wrong, safe to draw and without what can be done about it. An
// error that is no fact of the rooms below has its own text.
func plain(err error) string {
	if text := fact(err); text != "" {
		return text
	}
	return safe.Clean(err.Error()).String()
}

// fact is the sentence of an error that a room below made for its readers to tell
// from others, "" for the rest.
func fact(err error) string {
	for _, of := range []func(error) string{ofUndone, ofBackup, ofLeads, ofWorkspace, ofConfig, ofKey, ofPath, ofAddress, ofWire, ofEditor} {
		if text := of(err); text != "" {
			return safe.Clean(text).String()
		}
	}
	return ""
}

// why is what went wrong, for a sentence that names the file and the deed already.
func why(err error) string { return plain(app.Cause(err)) }

func ofUndone(err error) string {
	if e, ok := errors.AsType[*app.NoKeyKept](err); ok {
		return "the workspace " + e.Workspace + " is in the config, but its key could not be kept: " + plain(e.Err)
	}
	if e, ok := errors.AsType[*app.Undone](err); ok {
		return undone(e.Act) + ": " + plain(e.Err)
	}
	return ""
}

func undone(a app.Act) string {
	return map[app.Act]string{
		app.ToDelete:  "nothing was deleted",
		app.ToRestore: "nothing was restored",
		app.ToSalvage: "nothing was changed",
		app.ToSend:    "nothing is sent while leadpad cannot tell whether this queue is a copy",
		app.ToRename:  "the names on the wire stay as they are",
	}[a]
}

func ofBackup(err error) string {
	if e, ok := errors.AsType[*app.NoBackup](err); ok {
		switch {
		case e.None != "":
			return "there is nothing to back up: " + e.None + " holds no leads yet"
		case errors.Is(err, fs.ErrExist):
			return e.File + " is there already, and no backup overwrites a file; name another"
		}
		return "the backup " + e.File + " could not be made: " + why(e.Err)
	}
	if e, ok := errors.AsType[*app.NotRestored](err); ok {
		switch {
		case e.Damage != "":
			return "nothing was changed, " + e.File + " cannot be restored: it is damaged (" + e.Damage + ")"
		case e.File != "":
			return "nothing was changed, " + e.File + " cannot be restored: " + why(e.Err)
		}
		return "nothing was changed: " + plain(e.Err)
	}
	if e, ok := errors.AsType[*app.Unmoved](err); ok {
		return "the leads are in " + e.Path + " and could not be moved to " + e.To + " (" + why(e.Err) + ")"
	}
	return ""
}

func ofLeads(err error) string {
	if e, ok := errors.AsType[*app.TooManyLeads](err); ok {
		return "one person may have " + Number(e.Limit) + " leads here, and you have " + Number(e.Have) + "; " + counted(e.More, "more does not fit", "more do not fit")
	}
	if errors.Is(err, outbox.ErrNothing) {
		return noneReady
	}
	damage, damaged := errors.AsType[*queue.Damage](err)
	if e, ok := errors.AsType[*app.Unopened](err); ok && !damaged {
		if errors.Is(err, queue.ErrNewer) {
			return "the leads in " + e.Dir + " were written by a newer leadpad"
		}
		return "open the leads in " + e.Dir + ": " + plain(e.Err)
	}
	if e, ok := errors.AsType[*app.NoFolder](err); ok {
		return noFolder(e)
	}
	if damaged {
		return damage.Address + " is damaged (" + damage.Detail + "); it is kept as it is, and what can be read of it can be salvaged"
	}
	if e, ok := errors.AsType[*queue.Exposed](err); ok {
		return "others may write to the folder " + e.Folder
	}
	return ""
}

func noFolder(e *app.NoFolder) string {
	what := "leads"
	if e.State {
		what = "the times of requests"
	}
	return what + " cannot be kept in " + e.Dir + " (" + why(e.Err) + ")"
}

func ofWorkspace(err error) string {
	if e, ok := errors.AsType[*app.NoWorkspace](err); ok {
		return "there is no workspace " + strconv.Quote(e.Name)
	}
	if e, ok := errors.AsType[*app.ManyWorkspaces](err); ok {
		return "the config has the workspaces " + strings.Join(e.Names, ", ") + " and no default_profile"
	}
	if e, ok := errors.AsType[*app.Taken](err); ok {
		return "there is a workspace " + strconv.Quote(e.Name) + " already"
	}
	if e, ok := errors.AsType[*app.NoBatch](err); ok {
		if len(e.Found) > 0 {
			return Number(len(e.Found)) + " batches of workspace " + e.Workspace + " end in " + strconv.Quote(e.Text)
		}
		return "workspace " + e.Workspace + " has no batch " + e.Text
	}
	if e, ok := errors.AsType[*app.Settled](err); ok {
		return "batch " + outbox.ShortID(e.Batch.ID) + " is not unsure (" + Batch(e.Batch) + "): there is nothing to settle"
	}
	if _, ok := errors.AsType[*app.WindowFull](err); ok {
		return "the request window is full"
	}
	return ""
}

func ofConfig(err error) string {
	if e, ok := errors.AsType[*config.NotRead](err); ok {
		return "the config cannot be read: " + plain(e.Err)
	}
	if e, ok := errors.AsType[*config.Error](err); ok {
		return Config(e)
	}
	if e, ok := errors.AsType[*config.Layout](err); ok && e.Path == "" {
		return "your settings are laid out in a way that leadpad cannot change"
	} else if ok {
		return "the config is laid out in a way that leadpad cannot change"
	}
	if e, ok := errors.AsType[*config.Locked](err); ok {
		return "another program has been changing " + e.Path + " for " + config.LockFor.String()
	}
	return ""
}

func ofKey(err error) string {
	if e, ok := errors.AsType[*app.KeyElsewhere](err); ok {
		return Reader{Workspace: e.Workspace, KeyFrom: e.Source}.RightKey()
	}
	if e, ok := errors.AsType[*config.NoKeyError](err); ok {
		return "no key for workspace " + e.Profile
	}
	if e, ok := errors.AsType[*config.CommandFailed](err); ok {
		command := "key_command " + strconv.Quote(e.Name)
		switch {
		case e.Err == nil:
			return command + " failed with exit code " + strconv.Itoa(e.Code)
		case e.Timeout():
			return command + " gave no key within " + config.KeyTimeout.String()
		}
		return command + " could not be run: " + e.Err.Error()
	}
	if e, ok := errors.AsType[*config.OldKeyStays](err); ok {
		return "the key is in the keyring, but the old one stays in " + e.Path + ": " + why(e.Err)
	}
	if e, ok := errors.AsType[*config.KeyMistake](err); ok {
		return keyMistake(e)
	}
	return ""
}

func keyMistake(e *config.KeyMistake) string {
	text := map[string]string{
		"":            "the key",
		"environment": "CLOSINGDEALZ_API_KEY",
		"keyring":     "the keyring's entry",
		"key_command": "what key_command " + strconv.Quote(e.Of) + " printed",
		"file":        "the key file " + e.Of,
	}[e.Source]
	switch e.What {
	case config.EmptyKey:
		return text + " is empty"
	case config.LongKey:
		return text + " holds more than " + Number(config.MaxKey) + " characters, that is no API key"
	case config.OddKey:
		return text + " holds spaces or characters that no API key has"
	}
	return ""
}

func ofPath(err error) string {
	if e, ok := errors.AsType[*config.Refused](err); ok {
		switch e.What {
		case config.LinkedFile:
			return e.Path + " is a symbolic link; leadpad follows none there"
		case config.OddFile:
			return e.Path + " is not a plain file"
		case config.LongFile:
			return e.Path + " has more than " + Number(e.Most) + " bytes; that is another file"
		case config.OthersFile:
			return e.Path + " belongs to somebody else (user " + strconv.Itoa(e.User) + "); leadpad does not use it"
		}
	}
	if e, ok := errors.AsType[*config.Exposed](err); ok {
		mode := " (mode " + e.Octal() + ")"
		if e.OfKey {
			return "the key file " + e.Path + " can be read by others" + mode
		}
		return e.Path + " can be written by others" + mode
	}
	if e, ok := errors.AsType[*app.FileThere](err); ok {
		return e.Path + " is there already"
	}
	if e, ok := errors.AsType[*app.NoErrorsFile](err); ok {
		return "the file " + e.Path + " for errors cannot be written (" + why(e.Err) + "); name another"
	}
	if e, ok := errors.AsType[*app.FolderError](err); ok {
		return e.Path + " cannot be " + string(e.What) + " (" + why(e.Err) + ")"
	}
	return ""
}

func ofAddress(err error) string {
	e, _ := errors.AsType[api.AddressError](err)
	return map[api.AddressError]string{
		api.NotURL:      "the address is no URL, it should look like " + api.DefaultBaseURL,
		api.NotHTTPS:    "the address must start with https://",
		api.WithUser:    "the address must not hold a user name or password",
		api.WithQuery:   "the address must not hold a query (?) or a fragment (#)",
		api.NoHost:      "the address names no host",
		api.NotLoopback: "http:// is for this computer only (localhost, 127.x.x.x, [::1]); use https://",
		api.NotPort:     "the address has a port that is none",
		api.WithPath:    "leave " + api.Path + " out of the address: leadpad adds it",
	}[e]
}

// ofWire is what is wrong with a name of a workspace's wire table.
func ofWire(err error) string {
	e, ok := errors.AsType[*api.WireError](err)
	if !ok {
		return ""
	}
	key, other := strconv.Quote(safe.Clean(e.Key).String()), strconv.Quote(safe.Clean(e.Other).String())
	named := "wire name of " + safe.Clean(e.Key).String() + ": "
	switch e.What {
	case api.UnknownWire:
		return "unknown wire name " + key + Meant(e.Near)
	case api.UnknownPreset:
		return "wire preset " + other + ` is neither "default" nor "plural"`
	case api.SameWire:
		return "wire names " + other + " and " + key + " are the same"
	case api.TwiceWire:
		return "wire name " + other + " would stand twice in one object"
	case api.LongWire:
		return named + "longer than " + Number(api.MaxWireName) + " bytes"
	case api.BrokenWire:
		return named + "not valid UTF-8"
	case api.HiddenWire:
		return named + "holds a space or a character that cannot be shown"
	}
	return ""
}
