package words

import (
	"errors"
	"io/fs"

	"leadpad/app"
	"leadpad/config"
	"leadpad/queue"
)

// What is said to who has a line to a server about what only others can mend there.
const (
	tellServer = "tell whoever runs this server"
	noKeyThere = "the server has none that works for this workspace"
)

// SettingsKept says when settings of one's own count that were kept by a command.
const SettingsKept = "kept; they count from now on, on the screens from the next session on"

// Error is what went wrong, safe to draw, with no capital and no full stop.
func (r Reader) Error(err error) string {
	if text := ofServer(err); r.Served && text != "" {
		return text + "; " + tellServer
	}
	return Error(err)
}

// Warning says what is wrong with where the leads lie, a folder; "" for nothing. Of a
// server's folder its users are told what they meet with.
func (r Reader) Warning(err error, folder string) string {
	if !r.Served || err == nil {
		return Warning(err, folder)
	}
	if errors.Is(err, queue.ErrNetwork) {
		return "" // one computer uses them: the server
	}
	return "leads can be read and not saved: " + ofDisk(err) + "; " + tellServer
}

// disk says, behind what happens by itself, what makes room for it: who has a line to a
// server has no disk there.
func (r Reader) disk(what, do string) string {
	if r.Served {
		return what + "; " + tellServer
	}
	return what + ": " + do
}

// ofServer is the sentence of an error about the computer that leadpad runs on, for who
// has only a line to it: it names no file, no folder and no setting. "" for an error
// about anything else.
func ofServer(err error) string {
	for _, of := range []func(error) string{ofServersKey, ofServersConfig, ofDisk} {
		if text := of(err); text != "" {
			return text
		}
	}
	return ""
}

func ofServersKey(err error) string {
	_, none := errors.AsType[*config.NoKeyError](err)
	_, failed := errors.AsType[*config.CommandFailed](err)
	_, wrong := errors.AsType[*config.KeyMistake](err)
	exposed, open := errors.AsType[*config.Exposed](err)
	if none || failed || wrong || open && exposed.OfKey {
		return "no key: " + noKeyThere
	}
	return ""
}

func ofServersConfig(err error) string {
	mistake, wrong := errors.AsType[*config.Error](err)
	_, unread := errors.AsType[*config.NotRead](err)
	layout, odd := errors.AsType[*config.Layout](err)
	_, locked := errors.AsType[*config.Locked](err)
	_, refused := errors.AsType[*config.Refused](err)
	_, open := errors.AsType[*config.Exposed](err)
	// Those without a path are about what this person wrote.
	if wrong && mistake.Path != "" || odd && layout.Path != "" || unread || locked || refused || open {
		return "the server's config cannot be used"
	}
	return ""
}

func ofDisk(err error) string {
	for _, known := range []error{queue.ErrBusy, queue.ErrFull, queue.ErrRefused, queue.ErrReadOnly} {
		if errors.Is(err, known) {
			return "on the server: " + known.Error()
		}
	}
	_, folder := errors.AsType[*app.NoFolder](err)
	_, file := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(err, queue.ErrDamaged):
		return "on the server: the queue is damaged"
	case folder || file || errors.Is(err, app.ErrReplaced):
		return "on the server: the queue cannot be used"
	}
	return ""
}
