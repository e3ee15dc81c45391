package words

// Manual are the sections of the man page behind the commands: a title and a text
// each.
func Manual() [][2]string {
	return [][2]string{
		{"EXIT STATUS", `0: done.
1: failed; the sentence on standard error says why.
2: wrong usage.
3: some leads failed, could not be read, or stayed as they are.
4: some leads are not sure: nobody knows whether they were created.
5: refused by the API, for the key or the plan.
130: interrupted; what was in flight is recorded.
141: the reader of standard output went away.`},
		{"ENVIRONMENT", `LEADPAD_CONFIG: the config file.
LEADPAD_DATA: the folder of the leads, the receipts and the key files.
LEADPAD_STATE: the folder of what all of a user's leadpads share.
LEADPAD_PROFILE: the workspace to use where --profile names none.
LEADPAD_BASE_URL: the address, in the place of the one in the config.
LEADPAD_RENDERER: own or standard, in the place of the config's renderer.
CLOSINGDEALZ_API_KEY: the API key; it goes before one that is kept.
HTTPS_PROXY, NO_PROXY: the proxy on the way to the API.
NO_COLOR: no colours.
VISUAL, EDITOR: the editor for the notes, with its arguments; VISUAL goes first.
XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME: the folders of the defaults below.`},
		{"FILES", `~/.config/leadpad/config.toml: the config; leadpad config path says where it is.
~/.local/share/leadpad/queue.db: the leads, the batches and their receipts.
~/.local/state/leadpad/window.db: the times of the requests of each key.
~/.local/state/leadpad/places: the last batch that went from each queue.
~/.local/share/leadpad/keys/NAME.key: a workspace's key where there is no keyring.
~/.local/share/leadpad/receipts: what E in History writes.`},
	}
}
