package words

import (
	"errors"
	"os/exec"
	"strconv"

	"leadpad/app"
)

// NotEdited says why what an editor left is not taken.
func NotEdited(err error) string {
	if text := ofEditor(err); text != "" {
		return text
	}
	switch {
	case errors.Is(err, app.ErrNoFile):
		return "the editor left no file"
	case errors.Is(err, app.ErrNotText):
		return "the editor left what is no text (UTF-8)"
	}
	return "the editor's file: " + Error(err)
}

func ofEditor(err error) string {
	if failed, ok := errors.AsType[*app.EditFailed](err); ok {
		exit, ok := errors.AsType[*exec.ExitError](failed.Err)
		switch {
		case ok && exit.ExitCode() > 0:
			return "the editor ended with exit code " + strconv.Itoa(exit.ExitCode())
		case ok:
			return "the editor was ended"
		}
		return "the editor could not be started (" + plain(failed.Err) + ")"
	}
	if long, ok := errors.AsType[*app.EditedTooLong](err); ok {
		return "the editor left more than the " + Number(long.Most>>10) + " KiB that notes hold"
	}
	return ""
}
