using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Host;

namespace BootstrapVz.Common.Layers;

/// <summary>What layers are called: hashes of everything that goes into them.</summary>
internal sealed class LayerKeys(BuildContext build)
{
    /// <summary>How much of a hash is used.</summary>
    public const int NameLength = 24;

    /// <summary>What the layers of a stage on top of another layer begin with.</summary>
    public string Place(Stage stage, string parent) => Place(Steps(stage), parent);

    /// <summary>A layer's name.</summary>
    public static string Of(LayerInfo info) => Place(info.Steps, info.Parent) + "-" + Hash(info.Inputs.Select(i => $"{i.Key}={i.Value}"))[..NameLength];

    /// <summary>What the tasks are: their names, and the code of the program and of the units they come from.</summary>
    public string Steps(Stage stage) => Hash([
        "1", GivenDate, stage.Name,
        .. stage.Tasks.Select(t => t.Name),
        .. stage.Tasks.Select(t => t.Type.Assembly).Concat([typeof(BuildTask).Assembly, typeof(LayerKeys).Assembly]).Distinct()
            .Select(a => a.ManifestModule.ModuleVersionId.ToString()).Order(StringComparer.Ordinal),
    ]);

    /// <summary>The same of an image. The host's tools write it: another version may write other bytes.</summary>
    public string ImageSteps(Stage image) => Hash([
        Steps(image),
        .. build.Get<RequiredTools>().Tools.Keys.Select(build.Host.Find).OfType<string>().Order(StringComparer.Ordinal)
            .Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}"),
    ]);

    // One that follows from the packages is in none of the keys: the packages are.
    private string GivenDate => string.Create(CultureInfo.InvariantCulture, $"{build.Find<PackageEngine>()?.Date}");

    private static string Place(string steps, string parent) => Hash([steps, parent])[..NameLength];

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
