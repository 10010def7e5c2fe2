using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.FileCopy;

/// <summary>Copies files of the host into the image.</summary>
[Plugin("file_copy")]
public sealed class FileCopyPlugin(FileCopyOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) =>
        tasks.AddIf<MakeDirectories>(options.Mkdirs.Count > 0).Add<CopyFiles>();
}
