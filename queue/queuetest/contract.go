// Package queuetest is the whole contract of a queue as tests. Each engine runs
// all of them; what only it can do wrong (files, locks of a file, migrations) it
// tests by itself. Start reading at Run.
package queuetest

import (
	"context"
	"testing"

	"leadpad/queue"
)

// Engine is one way to keep a queue.
type Engine struct {
	// Open opens the queue at an address as one more process would, or with "" one
	// that nobody else can open.
	Open        func(ctx context.Context, address string, o queue.Options) (queue.Queue, error)
	OpenWindows func(ctx context.Context, address string) (queue.Windows, error)
	// Address makes an address where nothing is kept yet; nil for an engine of which
	// each queue has a single handle, as in memory.
	Address func(t testing.TB) string
	// Steal lets another process take a lease that is held, as when a file system
	// or a server forgets the lock of a process that lives on.
	Steal func(t testing.TB, address, workspace string)
}

// Run runs the contract.
func Run(t *testing.T, e Engine) {
	for name, test := range single() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e.open(t, e.address(t)))
		})
	}
	for name, test := range whole() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e)
		})
	}
	if e.Address == nil {
		return
	}
	for name, test := range shared() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e)
		})
	}
}

// address is a new one, "" for an engine without.
func (e Engine) address(t testing.TB) string {
	t.Helper()
	if e.Address == nil {
		return ""
	}
	return e.Address(t)
}

// open opens a queue that is closed when the test ends.
func (e Engine) open(t testing.TB, address string) queue.Queue {
	t.Helper()
	q, err := e.Open(context.Background(), address, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

// single are the tests that one handle of a queue is enough for.
func single() map[string]func(*testing.T, queue.Queue) {
	return map[string]func(*testing.T, queue.Queue){
		"UnresolveOfAChangedLead":       testUnresolveOfAChangedLead,
		"RemarkStaysWhenNothingChanged": testRemarkStaysWhenNothingChanged,
		"ClaimAt":                       testClaimAt,
		"OwnClaimAt":                    testOwnClaimAt,
		"Prepare":                       testPrepare,
		"CloseTwice":                    testCloseTwice,
		"Settings":                      testSettings,
		"Save":                          testSave,
		"Add":                           testAdd,
		"PutSkips":                      testPutSkips,
		"Move":                          testMove,
		"Filter":                        testFilter,
		"Gone":                          testGone,
		"Row":                           testRow,
		"ManyAtOnce":                    testManyAtOnce,
		"Receipt":                       testReceipt,
		"SettleRefuses":                 testSettleRefuses,
		"Fixed":                         testFixed,
		"SentLike":                      testSentLike,
		"Alike":                         testAlike,
		"Batches":                       testBatches,
		"Doubt":                         testDoubt,
		"ForeignLeads":                  testForeignLeads,
		"UndoOfAnUndoneDeletion":        testUndoOfAnUndoneDeletion,
		"JournalIsBounded":              testJournalIsBounded,
		"NothingIsNotKept":              testNothingIsNotKept,
		"UndoSkipsWhatIsBack":           testUndoSkipsWhatIsBack,
		"Owners":                        testOwners,
		"TeamBatch":                     testTeamBatch,
		"OwnSettings":                   testOwnSettings,
		"OwnList":                       testOwnList,
		"ReadForAnother":                testReadForAnother,
		"LongKey":                       testLongKey,
		"Suggest":                       testSuggest,
		"SuggestToOwners":               testSuggestToOwners,
		"SuggestFromLeads":              testSuggestFromLeads,
		"Desk":                          testDesk,
		"DeskTakenOver":                 testDeskTakenOver,
		"Audit":                         testAudit,
		"AuditOfResolves":               testAuditOfResolves,
		"AuditIsBounded":                testAuditIsBounded,
		"Handover":                      testHandover,
		"HandoverRefused":               testHandoverRefused,
		"HandoverToSomebody":            testHandoverToSomebody,
	}
}

// whole are those that open queues by themselves.
func whole() map[string]func(*testing.T, Engine) {
	return map[string]func(*testing.T, Engine){
		"Launch":    testLaunch,
		"Model":     testModel,
		"Order":     testOrder,
		"WatchEnds": testWatchEnds,
		"InBubble":  testInBubble,
	}
}

// shared are those that need two handles of one queue, or one after the other.
func shared() map[string]func(*testing.T, Engine) {
	return map[string]func(*testing.T, Engine){
		"Purge":                  testPurge,
		"LostLease":              testLostLease,
		"Fingerprints":           testFingerprints,
		"UndoOutlivesTheProcess": testUndoOutlivesTheProcess,
		"Watch":                  testWatch,
		"Windows":                testWindows,
		"WindowsAlone":           testWindowsAlone,
		"DeadHolder":             testDeadHolder,
		"OwnNews":                testOwnNews,
		"Left":                   testLeft,
		"KeysFollowTheRules":     testKeysFollowTheRules,
		"DeskLeft":               testDeskLeft,
		"DeskOfTheDead":          testDeskOfTheDead,
	}
}
