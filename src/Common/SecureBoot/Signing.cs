using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Grub;
using BootstrapVz.Common.Images;
using BootstrapVz.Common.SystemdBoot;

namespace BootstrapVz.Common.SecureBoot;

/// <summary>Checks that the manifest's key and certificate can be used.</summary>
[Task(Phase.Validation, "Checking the key that signs")]
public sealed class CheckSigningKey(SecureBootOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        SigningKey.Read(build.HostFile(options.Key), build.HostFile(options.Certificate)).Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>Signs every program on the EFI system partition with the manifest's key; signatures that are there stay.</summary>
[Task(Phase.SystemModification, "Signing what firmware starts")]
[After<InstallGrub>]
[After<InstallSystemdBoot>]
[After<RegisterKernels>]
public sealed class SignLoaders(SecureBootOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        using var key = SigningKey.Read(build.HostFile(options.Key), build.HostFile(options.Certificate));
        var count = await LoaderSigner.SignAsync(key, build.Root.Resolve("/boot/efi"), ct);
        if (count == 0)
            throw new BuildException("there is nothing on the EFI system partition that could be signed");
        build.Log.Debug($"{count} programs are signed");
    }
}

/// <summary>Writes the files from which a machine's firmware takes the certificate, beside the image.</summary>
[Task(Phase.ImageRegistration, "Writing the enrolment files")]
[After<SealVolume>]
public sealed class WriteEnrolmentFiles(Manifest manifest, SecureBootOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        using var key = SigningKey.Read(build.HostFile(options.Key), build.HostFile(options.Certificate));
        var folder = Directory.CreateDirectory(Path.Combine(build.Paths.Output, build.Expand(manifest.Options.Name) + "-secure-boot")).FullName;
        var date = DateTimeOffset.FromUnixTimeSeconds(ImageOutputs.EpochOf(build));
        var list = EfiVariable.List(key.Certificate);
        foreach (var variable in EfiVariable.All)
        {
            await WriteAsync(variable.Name + ".der", key.Certificate);
            await WriteAsync(variable.Name + ".esl", list);
            await WriteAsync(variable.Name + ".auth", variable.Authenticated(key, list, date));
        }

        build.Log.Info($"the enrolment files are in '{folder}'");

        async Task WriteAsync(string name, byte[] content)
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllBytesAsync(path, content, ct);
            build.Get<BuildOutcome>().Beside.Add(path);
        }
    }
}
