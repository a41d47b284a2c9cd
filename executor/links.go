package executor

// This file holds the operations on the link between one user and one pod.

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/scriptbind/scriptbind/gen"
)

// SetLinkedPod implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SetLinkedPod(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (int, error) {
	op := e.begin("SetLinkedPod", namespace, serviceName)
	if err := cmp.Or(checkPod(podID), checkTTL(persistSeconds)); err != nil {
		return NoPod, op.end(err)
	}
	pod, ok, err := e.scripts.StatefulSetLink(ctx, gen.StatefulSetLinkParams{
		Namespace: namespace, UID: uid, Service: serviceName, Pod: podID, TTL: persistSeconds,
	})
	e.cache.forget(namespace, uid, serviceName)
	return podOr(pod, ok, err), op.end(err)
}

// TrySetLinkedPod implements [StatefulExecutor].
func (e *StatefulExecutorImpl) TrySetLinkedPod(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (bool, int, error) {
	op := e.begin("TrySetLinkedPod", namespace, serviceName)
	if err := cmp.Or(checkPod(podID), checkTTL(persistSeconds)); err != nil {
		return false, NoPod, op.end(err)
	}
	result, err := e.scripts.StatefulTrySetLink(ctx, gen.StatefulTrySetLinkParams{
		Namespace: namespace, UID: uid, Service: serviceName, Pod: podID, TTL: persistSeconds,
	})
	e.cache.forget(namespace, uid, serviceName)
	return result.Ok, podOr(result.Pod, true, err), op.end(err)
}

// SetLinkedPodIfAbsent implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SetLinkedPodIfAbsent(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (int, error) {
	op := e.begin("SetLinkedPodIfAbsent", namespace, serviceName)
	if err := cmp.Or(checkPod(podID), checkTTL(persistSeconds)); err != nil {
		return NoPod, op.end(err)
	}
	pod, err := e.scripts.StatefulSetLinkIfAbsent(ctx, gen.StatefulSetLinkIfAbsentParams{
		Namespace: namespace, UID: uid, Service: serviceName, Pod: podID, TTL: persistSeconds,
	})
	e.cache.forget(namespace, uid, serviceName)
	return podOr(pod, true, err), op.end(err)
}

// ComputeLinkedPodIfAbsent implements [StatefulExecutor].
func (e *StatefulExecutorImpl) ComputeLinkedPodIfAbsent(ctx context.Context, namespace, uid, serviceName string, persistSeconds int) (int, error) {
	op := e.begin("ComputeLinkedPodIfAbsent", namespace, serviceName)
	_, err := gen.LinkKey(namespace, uid, serviceName)
	if err := cmp.Or(checkTTL(persistSeconds), err); err != nil {
		return NoPod, op.end(err)
	}
	// The states are in another slot than the link, so they are read first and go along as arguments. The
	// link itself is looked at, chosen and written by one script.
	states, err := e.scripts.StatefulGetService(ctx, gen.StatefulGetServiceParams{Namespace: namespace, Service: serviceName})
	if err != nil {
		return NoPod, op.end(err)
	}
	pod, ok, err := e.scripts.StatefulComputeLinkIfAbsent(ctx, gen.StatefulComputeLinkIfAbsentParams{
		Namespace: namespace, UID: uid, Service: serviceName, TTL: persistSeconds, Candidates: leastLoaded(e.candidates(states)),
	})
	e.cache.forget(namespace, uid, serviceName)
	if err == nil && !ok {
		err = fmt.Errorf("%w: none of the %d states of the service is a load in use", ErrNoPod, len(states))
	}
	return podOr(pod, ok, err), op.end(err)
}

// GetLinkedPod implements [StatefulExecutor]. It is a plain GET, so go-redis's client-side caching serves it
// where the client has that; what it promises of freshness is then go-redis's. See also [WithLinkCache].
func (e *StatefulExecutorImpl) GetLinkedPod(ctx context.Context, namespace, uid, serviceName string) (int, error) {
	op := e.begin("GetLinkedPod", namespace, serviceName)
	cached := cacheKey{namespace, uid, serviceName}
	if pod, ok := e.cache.get(cached); ok {
		return pod, op.end(nil)
	}
	key, err := gen.LinkKey(namespace, uid, serviceName)
	if err != nil {
		return NoPod, op.end(err)
	}
	if e.cache != nil {
		pod, err := e.getCached(ctx, cached, key)
		return pod, op.end(err)
	}
	value, ok, err := e.get(ctx, key)
	if err != nil || !ok {
		return NoPod, op.end(err)
	}
	pod, err := parsePod(value)
	return pod, op.end(err)
}

// GetLinkedPodIfPersist implements [StatefulExecutor].
func (e *StatefulExecutorImpl) GetLinkedPodIfPersist(ctx context.Context, namespace, uid, serviceName string) (int, error) {
	op := e.begin("GetLinkedPodIfPersist", namespace, serviceName)
	pod, ok, err := e.scripts.StatefulGetLinkIfPersist(ctx, gen.StatefulGetLinkIfPersistParams{
		Namespace: namespace, UID: uid, Service: serviceName,
	})
	return podOr(pod, ok, err), op.end(err)
}

// RemoveLinkedPod implements [StatefulExecutor].
func (e *StatefulExecutorImpl) RemoveLinkedPod(ctx context.Context, namespace, uid, serviceName string, persistSeconds int) (bool, error) {
	op := e.begin("RemoveLinkedPod", namespace, serviceName)
	if err := checkGrace(persistSeconds); err != nil {
		return false, op.end(err)
	}
	existed, err := e.scripts.StatefulRemoveLink(ctx, gen.StatefulRemoveLinkParams{
		Namespace: namespace, UID: uid, Service: serviceName, TTL: persistSeconds,
	})
	e.cache.forget(namespace, uid, serviceName)
	return existed, op.end(err)
}

// RemoveLinkedPodWithID implements [StatefulExecutor].
func (e *StatefulExecutorImpl) RemoveLinkedPodWithID(ctx context.Context, namespace, uid, serviceName string, persistSeconds, podID int) (bool, error) {
	op := e.begin("RemoveLinkedPodWithID", namespace, serviceName)
	if err := cmp.Or(checkPod(podID), checkGrace(persistSeconds)); err != nil {
		return false, op.end(err)
	}
	existed, err := e.scripts.StatefulRemoveLinkWithID(ctx, gen.StatefulRemoveLinkWithIDParams{
		Namespace: namespace, UID: uid, Service: serviceName, TTL: persistSeconds, Pod: podID,
	})
	e.cache.forget(namespace, uid, serviceName)
	return existed, op.end(err)
}

// GetLinkService implements [StatefulExecutor].
func (e *StatefulExecutorImpl) GetLinkService(ctx context.Context, namespace, uid string) (map[string]int, error) {
	op := e.begin("GetLinkService", namespace, "")
	stored, err := e.scripts.StatefulGetLinkService(ctx, gen.StatefulGetLinkServiceParams{Namespace: namespace, UID: uid})
	if err != nil {
		return nil, op.end(err)
	}
	links := make(map[string]int, len(stored))
	corrupt := 0
	for service, value := range stored {
		pod, err := parsePod(value)
		if err != nil {
			corrupt++
			continue
		}
		links[service] = pod
	}
	return links, op.end(corruptError(corrupt, "links"))
}

// podOr returns the pod of a script's reply, or NoPod where it has none.
func podOr(pod int, ok bool, err error) int {
	if err != nil || !ok {
		return NoPod
	}
	return pod
}

// parsePod reads a pod as it is stored: decimal, with no sign and no leading zero. The scripts hold what
// they read to the same rule (scripts/lib/pod.lua).
func parsePod(text string) (int, error) {
	pod, err := strconv.Atoi(text)
	if err != nil || text[0] < '1' && text != "0" { // a sign, or a zero that leads
		return NoPod, fmt.Errorf("%w: the link does not hold a pod", ErrCorruptData)
	}
	return pod, nil
}
