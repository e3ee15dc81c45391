package app

import (
	"context"
	"sync"
	"time"

	"leadpad/config"
)

// keyAge is how long a key that was looked up is taken for today's, so that what
// one step asks several times runs a key_command once.
const keyAge = 5 * time.Second

// keeper looks a workspace's key up when it is first needed.
type keeper struct {
	keys    config.Keys
	profile config.Profile

	mu    sync.Mutex
	found config.Secret
	at    time.Time
}

// look looks the key up anew: what is asked about it, such as whether it is still
// the same workspace's, is asked about this one.
func (k *keeper) look(ctx context.Context) (config.Secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.found.Empty() && time.Since(k.at) < keyAge {
		return k.found, nil
	}
	key, _, err := k.keys.Lookup(ctx, k.profile)
	if err != nil {
		return config.Secret{}, err
	}
	k.found, k.at = key, time.Now()
	return key, nil
}

// stale makes the next look find a key that was kept since.
func (k *keeper) stale() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.at = time.Time{}
}

// last is the key that was last looked up, however long ago: every request of a
// submission goes with the key that was asked about before its first one, even
// when somebody keeps another key meanwhile.
func (k *keeper) last(ctx context.Context) (config.Secret, error) {
	k.mu.Lock()
	found := k.found
	k.mu.Unlock()
	if !found.Empty() {
		return found, nil
	}
	return k.look(ctx)
}
