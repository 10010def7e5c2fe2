using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Host;

/// <summary>Reads the manifest's secrets from where they are, so that one that is missing stops the build before any work.</summary>
[Task(Phase.Validation, "Reading the secrets")]
public sealed class ReadSecrets : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.ReadSecretsAsync(ct);
}
