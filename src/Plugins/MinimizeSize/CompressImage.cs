using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Images;

namespace BootstrapVz.Plugins.MinimizeSize;

/// <summary>Has the clusters of qcow2 images compressed.</summary>
[Task(Phase.Preparation, "Having the image compressed")]
internal sealed class CompressImage : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<ImageFinishing>().Compress = true;
        return Task.CompletedTask;
    }
}
