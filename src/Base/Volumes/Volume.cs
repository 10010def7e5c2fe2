using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Volumes;

/// <summary>How far a volume has come.</summary>
public enum VolumeState
{
    /// <summary>Known as data only.</summary>
    Planned,

    /// <summary>It takes space, and holds nothing.</summary>
    Created,

    /// <summary>The partition table is written.</summary>
    Partitioned,

    /// <summary>Filesystems and boot code are written.</summary>
    Populated,

    /// <summary>Finished, checked and in its place.</summary>
    Sealed,
}

/// <summary>A move of a volume from one state to the next.</summary>
/// <param name="Event">The method that makes it.</param>
/// <param name="From">The state it needs.</param>
/// <param name="To">The state it leads to once its work has succeeded.</param>
public sealed record Transition(string Event, VolumeState From, VolumeState To);

/// <summary>A volume was told to do something that its state does not allow.</summary>
public sealed class InvalidTransitionException(string move, VolumeState state, string volume)
    : BootstrapException($"'{move}' is impossible for volume '{volume}', which is {state.ToString().ToLowerInvariant()}")
{
    /// <summary>The method that was called.</summary>
    public string Event { get; } = move;

    /// <summary>The state the volume was and still is in.</summary>
    public VolumeState State { get; } = state;

    /// <summary>The volume's name.</summary>
    public string Volume { get; } = volume;

    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Bug;
}

/// <summary>A finished image of a volume.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">Its format: <c>raw</c>, <c>qcow2</c>.</param>
/// <param name="VirtualSize">The size a machine sees; zero for a tree without a disk.</param>
/// <param name="ApparentSize">The length of the file.</param>
/// <param name="AllocatedSize">The space the file takes on its disk.</param>
/// <param name="Sha256">Hash of the file, in lower-case hexadecimal.</param>
public sealed record VolumeResult(string Path, string Format, Bytes VirtualSize, Bytes ApparentSize, Bytes AllocatedSize, string Sha256);

/// <summary>A volume on its way from plan to finished image. The state changes only after the work of a move has succeeded.</summary>
/// <param name="name">What error messages call it.</param>
public abstract class Volume(string name) : IAsyncDisposable
{
    /// <summary>Every move there is.</summary>
    public static IReadOnlyList<Transition> Transitions { get; } =
    [
        new(nameof(CreateAsync), From: VolumeState.Planned, To: VolumeState.Created),
        new(nameof(PartitionAsync), From: VolumeState.Created, To: VolumeState.Partitioned),
        new(nameof(PopulateAsync), From: VolumeState.Partitioned, To: VolumeState.Populated),
        new(nameof(SealAsync), From: VolumeState.Populated, To: VolumeState.Sealed),
    ];

    /// <summary>What error messages call it.</summary>
    public string Name { get; } = name;

    /// <summary>How far it has come.</summary>
    public VolumeState State { get; private set; }

    /// <summary>Makes the empty volume.</summary>
    /// <exception cref="InvalidTransitionException">The volume is not planned.</exception>
    public Task CreateAsync(CancellationToken ct) => MoveAsync(nameof(CreateAsync), OnCreateAsync, ct);

    /// <summary>Writes the partition table.</summary>
    /// <exception cref="InvalidTransitionException">The volume is not created.</exception>
    public Task PartitionAsync(CancellationToken ct) => MoveAsync(nameof(PartitionAsync), OnPartitionAsync, ct);

    /// <summary>Writes filesystems with their content, and boot code.</summary>
    /// <exception cref="InvalidTransitionException">The volume is not partitioned.</exception>
    public Task PopulateAsync(CancellationToken ct) => MoveAsync(nameof(PopulateAsync), OnPopulateAsync, ct);

    /// <summary>Brings the volume into its final forms and places.</summary>
    /// <returns>An image for each form.</returns>
    /// <exception cref="InvalidTransitionException">The volume is not populated.</exception>
    public async Task<IReadOnlyList<VolumeResult>> SealAsync(CancellationToken ct)
    {
        IReadOnlyList<VolumeResult> results = [];
        await MoveAsync(nameof(SealAsync), async token => results = await OnSealAsync(token), ct);
        return results;
    }

    /// <summary>Lets go of everything held; a volume that is not sealed leaves nothing behind.</summary>
    public async ValueTask DisposeAsync()
    {
        await OnDisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The work of <see cref="CreateAsync"/>.</summary>
    protected abstract Task OnCreateAsync(CancellationToken ct);

    /// <summary>The work of <see cref="PartitionAsync"/>.</summary>
    protected abstract Task OnPartitionAsync(CancellationToken ct);

    /// <summary>The work of <see cref="PopulateAsync"/>.</summary>
    protected abstract Task OnPopulateAsync(CancellationToken ct);

    /// <summary>The work of <see cref="SealAsync"/>.</summary>
    protected abstract Task<IReadOnlyList<VolumeResult>> OnSealAsync(CancellationToken ct);

    /// <summary>The work of <see cref="DisposeAsync"/>.</summary>
    protected virtual ValueTask OnDisposeAsync() => ValueTask.CompletedTask;

    private async Task MoveAsync(string move, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        var transition = Transitions.FirstOrDefault(t => t.Event == move && t.From == State)
            ?? throw new InvalidTransitionException(move, State, Name);
        await work(ct);
        State = transition.To;
    }
}
