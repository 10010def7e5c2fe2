using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Layers;

/// <summary>The layers of one tree, held so that nobody removes them meanwhile.</summary>
internal sealed class OpenLayers : IDisposable
{
    private readonly List<(string Path, LayerFile File)> _files = [];

    public OpenLayers(IEnumerable<StoredLayer> layers)
    {
        foreach (var layer in layers)
        {
            if (LayerFile.Open(layer.Path) is not { } file)
            {
                Damaged = layer.Path;
                return;
            }

            _files.Add((layer.Path, file));
        }
    }

    /// <summary>The file of a layer that cannot be read.</summary>
    public string? Damaged { get; }

    public LayerFile? Last => _files.LastOrDefault().File;

    /// <summary>What is in them.</summary>
    public Bytes Size => new(_files.Sum(layer => layer.File.Index.Nodes.Sum(node => node.Size)));

    /// <summary>Puts them into a tree, one over the other.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="seals">What hides each of them.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The file of a layer whose content is damaged.</returns>
    public string? Apply(string tree, IReadOnlyList<LayerSeal> seals, CancellationToken ct) =>
        _files.Zip(seals).FirstOrDefault(layer => !LayerReader.Apply(layer.First.File, layer.Second, tree, ct)).First.Path;

    /// <summary>What hides each of them.</summary>
    /// <param name="below">The seal of the tree they begin with.</param>
    public IReadOnlyList<LayerSeal> SealsOver(LayerSeal below) => [.. _files.Select(layer => below = below.Over(layer.File.Info))];

    /// <summary>Notes that they were used.</summary>
    public void Touch(DateTimeOffset now) => _files.ForEach(layer => layer.File.Touch(now));

    public void Dispose() => _files.ForEach(layer => layer.File.Dispose());
}
