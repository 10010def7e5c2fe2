using System.Diagnostics;
using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Volumes;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Common.Layers;

/// <summary>Keeps the tree of one build after each stage, and begins a build with the last tree that is the same.</summary>
public sealed class LayerCache : ITreeCache
{
    private readonly BuildContext _build;
    private readonly TaskFactory _factory;
    private readonly LayerStore _store;
    private readonly ImageRecords _images;
    private readonly LayerKeys _keys;
    private readonly Dictionary<string, string?> _digests = [];
    private readonly Stopwatch _clock = new();
    private TreeState _state = TreeState.Empty;
    private string _parent = "";
    private LayerSeal _seal;
    private InputLog _inputs = new();
    private IDisposable? _turn;

    /// <summary>Creates it for one build.</summary>
    public LayerCache(BuildContext build, TaskFactory factory)
    {
        (_build, _factory) = (build, factory);
        _store = new(Path.Combine(build.Paths.Cache, "layers"));
        _images = new(Path.Combine(build.Paths.Cache, "images"));
        _keys = new(build);
        _seal = new(build.SecretOf);
    }

    private string View => Path.Combine(_build.Paths.Scratch, "view");

    /// <inheritdoc/>
    public async Task<Reuse> RestoreAsync(IReadOnlyList<Stage> stages, Stage image, CancellationToken ct)
    {
        var found = Match(stages);
        if (found.Count == stages.Count && IsThere(image, found))
            return new(found.Count, Image: true);
        // The tree without what will be mounted in it.
        Directory.CreateDirectory(View);
        await _build.Host.RunAsync(new("mount", "--bind", _build.Root.HostPath, View), ct);
        while (true)
        {
            using var layers = new OpenLayers(found);
            var seals = layers.SealsOver(_seal);
            if (layers.Damaged is { } damaged || (damaged = await ApplyAsync(layers, seals, ct)) is not null)
            {
                _build.Log.Warning("a layer is damaged and made anew");
                LayerStore.Remove(damaged);
                Empty(View);
                found = Match(stages);
                continue;
            }

            if (found.Count > 0)
            {
                layers.Touch(_build.Host.Clock.GetUtcNow());
                (_parent, _seal) = (found[^1].Key, seals[^1]);
                _build.Chroot.SourceDateEpoch = layers.Last!.Info.Epoch;
            }

            if (found.Count < stages.Count && !stages[found.Count].Sealed)
                _state = TreeState.Read(View, TreeState.Empty, ct);
            return new(found.Count, Image: false);
        }
    }

    private Task<string?> ApplyAsync(OpenLayers layers, IReadOnlyList<LayerSeal> seals, CancellationToken ct) => DiskSpace.ExplainAsync(
        _build.Paths.Scratch, layers.Size, () => Task.Run(() => layers.Apply(View, seals, ct), ct), "the tree that is kept");

    /// <inheritdoc/>
    public async Task<bool> JoinAsync(Stage stage, CancellationToken ct)
    {
        var place = _keys.Place(stage, _parent);
        // Its inputs are known when it is made. Builds of the same packages as a rule make the same.
        var packages = _build.DigestOf("shared " + (_parent.Length == 0 ? nameof(MinimalSystem) : nameof(PackageEngine)));
        var file = _store.TurnOf($"{place}-{packages?[..LayerKeys.NameLength]}");
        HashSet<string>? before = null;
        _turn = FileTurn.TryTake(file);
        if (_turn is null)
        {
            _build.Log.Info($"{stage.Name}: another build is making it, waiting");
            before = [.. _store.Find(place).Select(layer => layer.Key)];
            _turn = await FileTurn.TakeAsync(file, _build.Host.Clock, ct);
        }

        var there = _store.Find(place).ToList();
        if (Best(there).Layer is { } layer && TryApply(layer, ct))
        {
            _build.Log.Info($"{stage.Name}: from the cache");
            EndTurn();
            return true;
        }

        // The other build has made something else: no reason for the next one to wait for this.
        if (before is not null && there.Exists(layer => !before.Contains(layer.Key)))
            EndTurn();
        return false;
    }

    /// <inheritdoc/>
    public InputLog Begin(Stage stage)
    {
        _clock.Restart();
        return _inputs = new() { SharesNothingWithLater = stage.Name == Stage.ImageName };
    }

    /// <inheritdoc/>
    public async Task KeepAsync(Stage stage, CancellationToken ct)
    {
        var took = _clock.Elapsed.TotalSeconds;
        var info = new LayerInfo
        {
            Stage = stage.Name,
            Parent = _parent,
            Steps = _keys.Steps(stage),
            Inputs = new SortedDictionary<string, string>(_inputs.Digests.ToDictionary(), StringComparer.Ordinal),
            Epoch = _build.Chroot.SourceDateEpoch,
            Seconds = Math.Round(took, 3),
            Manifest = _build.Manifest.Path,
        };
        var key = LayerKeys.Of(info);
        var clock = Stopwatch.StartNew();
        var state = _state = TreeState.Read(View, _state, ct);
        (_parent, _seal) = (key, _seal.Over(info));
        if (!_store.Has(key))
            await Task.Run(() => Write(key, info, state, ct), ct);
        EndTurn();
        _build.Log.Debug(string.Create(CultureInfo.InvariantCulture, $"kept the tree after '{stage.Name}' in {clock.Elapsed.TotalSeconds:0.000} s, {state.Changed.Count} names"));
    }

    /// <inheritdoc/>
    public Task KeepImageAsync(Stage image, CancellationToken ct)
    {
        Prune();
        var outcome = _build.Get<BuildOutcome>();
        _images.Keep(_build.Paths.Output, _build.Manifest.Origin, new()
        {
            Parent = _parent,
            Steps = _keys.ImageSteps(image),
            Inputs = _inputs.Digests,
            Images = [.. outcome.Images],
            Beside = [.. outcome.Beside],
            Files = [.. ImageRecord.Marks(outcome.Images, outcome.Beside).Select(mark => mark ?? "")],
            Packages = outcome.Packages,
        });
        return Task.CompletedTask;
    }

    private void Prune() => _store.Prune(_build.Find<BuildSettings>()?.CacheLimit ?? LayerStore.DefaultLimit);

    private void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    // The tree holds the work of the stages before: nothing that is damaged may touch it.
    private bool TryApply(StoredLayer layer, CancellationToken ct)
    {
        using var file = LayerFile.Open(layer.Path);
        if (file is null || !LayerReader.Verify(file, ct))
            return false;
        var seal = _seal.Over(file.Info);
        if (!LayerReader.Apply(file, seal, View, ct))
            throw new BuildException($"the layer '{layer.Path}' was changed while it was read", "run the build again");
        file.Touch(_build.Host.Clock.GetUtcNow());
        (_parent, _seal, _state) = (layer.Key, seal, TreeState.Read(View, _state, ct));
        _build.Chroot.SourceDateEpoch = file.Info.Epoch;
        return true;
    }

    private bool IsThere(Stage image, IReadOnlyList<StoredLayer> tree)
    {
        if (image.Sealed || _images.Find(_build.Paths.Output, _build.Manifest.Origin) is not { } record
            || record.Parent != tree[^1].Key || record.Steps != _keys.ImageSteps(image) || record.Inputs.Any(i => Digest(i.Key) != i.Value) || !record.AreThere)
            return false;
        var outcome = _build.Get<BuildOutcome>();
        foreach (var file in record.Images)
            outcome.Images.Add(file);
        outcome.Packages = record.Packages;
        _build.Log.Info("nothing has changed: the image is the one that is there");
        return true;
    }

    private void Write(string key, LayerInfo info, TreeState state, CancellationToken ct)
    {
        try
        {
            using var file = _store.Create(key);
            LayerWriter.Write(View, state, info, _seal, file.Handle, ct);
            _store.Commit(file, key);
            Prune();
        }
        catch (Exception error) when (error is IOException or BuildException or AggregateException { InnerException: IOException })
        {
            // The build does not need it: it goes on, and the next one makes it again.
            _build.Log.Warning($"the tree after '{info.Stage}' is not kept: {(error.InnerException ?? error).Message}");
        }
    }

    /// <summary>Says for each stage why it is made anew; null for one that is not.</summary>
    public IEnumerable<(Stage Stage, string? Reason)> Explain(IReadOnlyList<Stage> stages) => Explain(stages, Look(stages));

    private static IEnumerable<(Stage Stage, string? Reason)> Explain(IReadOnlyList<Stage> stages, (List<StoredLayer> Found, string Reason) look) =>
        stages.Select((stage, i) => (stage, i < look.Found.Count ? null : i == look.Found.Count ? "made anew, " + look.Reason : "made anew"));

    private List<StoredLayer> Match(IReadOnlyList<Stage> stages)
    {
        var look = Look(stages);
        foreach (var (stage, reason) in Explain(stages, look))
            _build.Log.Info($"{stage.Name}: {reason ?? "from the cache"}");
        return look.Found;
    }

    private (List<StoredLayer> Found, string Reason) Look(IReadOnlyList<Stage> stages)
    {
        var found = new List<StoredLayer>();
        foreach (var stage in stages)
        {
            var (layer, reason) = stage.Sealed
                ? (null, "its tasks may depend on anything of this host")
                : Best([.. _store.Find(_keys.Place(stage, found.LastOrDefault()?.Key ?? ""))]);
            if (layer is null)
                return (found, reason);
            found.Add(layer);
        }

        return (found, "");
    }

    private (StoredLayer? Layer, string Reason) Best(IReadOnlyList<StoredLayer> candidates)
    {
        List<string>? fewest = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Info is not { } info)
                continue;
            var changed = info.Inputs.Where(i => Digest(i.Key) != i.Value).Select(i => i.Key).ToList();
            if (changed.Count == 0)
                return (candidate, "");
            if (fewest is null || changed.Count < fewest.Count)
                fewest = changed;
        }

        return (null, fewest is null ? "no build has made it before" : "changed: " + string.Join(", ", fewest));
    }

    private string? Digest(string input)
    {
        if (!_digests.TryGetValue(input, out var digest))
            _digests[input] = digest = _build.DigestOf(input) ?? _factory.DigestOf(input);
        return digest;
    }

    private static void Empty(string folder)
    {
        var path = BytePath.FromText(folder);
        foreach (var name in TreeCalls.Names(path))
            TreeCalls.Remove(path + "/" + name);
    }
}
