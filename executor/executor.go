// Package executor is the Redis directory of a stateful service on Kubernetes: which pod a user is
// linked to, and what state each pod and each workload is in.
//
// A pod is the ordinal of a StatefulSet pod, 0 included; [NoPod] stands for "no pod" in results. A link
// is persistent (it has no expiry) or temporary (it ends after some seconds). All operations on one
// link are linearizable on one primary: each is a single command or a single script, which
// ComputeLinkedPodIfAbsent precedes with a look at the pods' loads.
//
// The scripts are in the repository's scripts folder, and package gen is generated from them.
package executor

import (
	"context"
	"time"

	"github.com/go-kratos/kratos/v2/log"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// NoPod is the pod of a user who is not linked.
const NoPod = -1

// Persistent is the persistSeconds of a link that does not expire.
const Persistent = -1

// StatefulExecutor reads and changes the directory.
//
// persistSeconds is [Persistent] or a time to live from 1 second to 100 years; for the removing
// operations 0 or less means at once. Where an operation fails, its pod is NoPod; the errors that can be
// told apart are listed at [ErrInvalidArgument] and below it.
type StatefulExecutor interface {
	// SetServiceState sets the state of one pod of a service.
	SetServiceState(ctx context.Context, namespace, serviceName string, podID int, state string) error

	// GetServiceState returns the states of all pods of a service. Entries that are not pods are left
	// out and reported as ErrCorruptData, along with the entries that are.
	GetServiceState(ctx context.Context, namespace, serviceName string) (map[int]string, error)

	// GetServicePod returns the state of one pod of a service, and whether it has one.
	GetServicePod(ctx context.Context, namespace, serviceName string, podID int) (string, bool, error)

	// SwapServiceState sets the state of one pod of a service, and returns the state it had before and
	// whether it had one.
	SwapServiceState(ctx context.Context, namespace, serviceName string, podID int, state string) (previous string, existed bool, err error)

	// SetWorkloadState sets the state of a service as a whole.
	SetWorkloadState(ctx context.Context, namespace, serviceName, state string) error

	// GetWorkloadState returns the states of several services. A service without a state is not in the
	// result.
	GetWorkloadState(ctx context.Context, namespace string, serviceNames []string) (map[string]string, error)

	// SetLinkedPod links a user to a pod, whatever the link was before, and returns the pod that was
	// linked before, or NoPod.
	SetLinkedPod(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (int, error)

	// TrySetLinkedPod links a user to a pod unless a persistent link to another pod stands in the way.
	// It returns whether the user is linked to podID now, and the pod that holds the user.
	TrySetLinkedPod(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (bool, int, error)

	// SetLinkedPodIfAbsent links a user to a pod if the user has no link, and returns the pod that
	// holds the user afterwards. An existing link is left as it is, with its time to live.
	SetLinkedPodIfAbsent(ctx context.Context, namespace, uid, serviceName string, podID, persistSeconds int) (int, error)

	// ComputeLinkedPodIfAbsent is SetLinkedPodIfAbsent with the least loaded pod of the service. The
	// load is the pod's state: a number from 0, or "<load>-<unix time of the update>"; a pod whose
	// state is anything else is no candidate. Equal loads spread users over the pods, the same user
	// always to the same one. Without a link and without a candidate the error is ErrNoPod.
	ComputeLinkedPodIfAbsent(ctx context.Context, namespace, uid, serviceName string, persistSeconds int) (int, error)

	// GetLinkedPod returns the pod a user is linked to, or NoPod.
	GetLinkedPod(ctx context.Context, namespace, uid, serviceName string) (int, error)

	// GetLinkedPodIfPersist returns the pod a user is linked to if the link is persistent, or NoPod.
	GetLinkedPodIfPersist(ctx context.Context, namespace, uid, serviceName string) (int, error)

	// BatchGetLinkedPod returns which of the users are linked to which pod, each user once and in the
	// order given. Users without a link are not in the result. Links that are not pods are left out and
	// reported as ErrCorruptData, along with the links that are.
	BatchGetLinkedPod(ctx context.Context, namespace string, uids []string, serviceName string) (map[int][]string, error)

	// RemoveLinkedPod ends a link, at once or (persistSeconds of 1 or more) after a grace period in
	// which it stays as a temporary link. It returns whether there was one.
	RemoveLinkedPod(ctx context.Context, namespace, uid, serviceName string, persistSeconds int) (bool, error)

	// RemoveLinkedPodWithID is RemoveLinkedPod for a link to podID only.
	RemoveLinkedPodWithID(ctx context.Context, namespace, uid, serviceName string, persistSeconds, podID int) (bool, error)

	// GetLinkService returns the persistent links of a user, service to pod. Entries that are not pods
	// are left out and reported as ErrCorruptData, along with the entries that are.
	GetLinkService(ctx context.Context, namespace, uid string) (map[string]int, error)
}

// StatefulExecutorImpl is the StatefulExecutor on a Redis client. It is safe for concurrent use.
type StatefulExecutorImpl struct {
	client     redis.UniversalClient // pipelines
	commands   luascript.Client      // single commands: the client, or its autopipeline
	reader     *redis.Client         // single GETs; nil: they go with the commands
	scripts    *gen.Scripts
	log        logs
	now        func() time.Time
	loadMaxAge time.Duration // 0: a load never grows too old
	cache      *linkCache    // nil: off
}

var _ StatefulExecutor = (*StatefulExecutorImpl)(nil)

// NewStatefulExecutor returns an executor on client: standalone, cluster, failover or ring. It does not
// talk to the server: scripts are loaded when a server first turns out not to have them. A nil logger
// means no log lines; see [SlogLogger] for log/slog.
func NewStatefulExecutor(client redis.UniversalClient, logger log.Logger, opts ...Option) *StatefulExecutorImpl {
	e := &StatefulExecutorImpl{
		client:   client,
		commands: client,
		log:      newLogs(logger),
		now:      time.Now,
	}
	for _, opt := range opts {
		opt(e)
	}
	e.reader = newReader(client, e.commands)
	e.scripts = gen.New(e.commands)
	return e
}
