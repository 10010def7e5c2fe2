using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Images;

/// <summary>A finished image without its name.</summary>
/// <param name="result">What it will be known by.</param>
internal abstract class UnplacedImage(VolumeResult result) : IDisposable
{
    /// <summary>What it will be known by.</summary>
    protected VolumeResult Result => result;

    /// <summary>Gives it its name.</summary>
    public VolumeResult Place()
    {
        OnPlace();
        return result;
    }

    /// <summary>Takes away what has no name yet.</summary>
    public abstract void Dispose();

    /// <summary>The work of <see cref="Place"/>.</summary>
    protected abstract void OnPlace();
}

/// <summary>A file.</summary>
internal sealed class UnplacedFile(UnfinishedFile file, VolumeResult result) : UnplacedImage(result)
{
    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();

    /// <inheritdoc/>
    protected override void OnPlace() => file.Commit(Result.Path);
}

/// <summary>A folder, which is called <c>.NAME.partial</c> until it is finished: folders without a name do not exist.</summary>
internal sealed class UnplacedFolder(string partial, VolumeResult result) : UnplacedImage(result)
{
    /// <summary>What a folder is called before it is finished.</summary>
    public static string PartialName(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.partial");

    /// <summary>Makes sure that nothing but an earlier image is replaced.</summary>
    /// <exception cref="BuildException">There is something else.</exception>
    public static void RequireReplaceable(string path)
    {
        if (File.Exists(path) || Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, "var/lib/dpkg/status")))
            throw new BuildException($"'{path}' is not replaced: it holds no root tree", "remove it, or choose another name or another folder");
    }

    /// <inheritdoc/>
    public override void Dispose() => TreeCalls.Remove(BytePath.FromText(partial));

    /// <inheritdoc/>
    protected override void OnPlace()
    {
        var old = partial + ".old";
        if (Directory.Exists(Result.Path))
            Directory.Move(Result.Path, old);
        Directory.Move(partial, Result.Path);
        TreeCalls.Remove(BytePath.FromText(old));
    }
}
