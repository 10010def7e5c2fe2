using System.Collections.Concurrent;
using System.Text.Json;
using BootstrapVz.Common.Qemu;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images of the example manifests, each built once by the program as a user would.</summary>
public sealed class BuiltImages : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private readonly ScratchSpace _space = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _images = new();

    /// <param name="manifest">The name of an example in manifests/kvm.</param>
    /// <param name="settings">Settings to change in it: <c>system.release=bookworm</c>.</param>
    /// <returns>The image's path.</returns>
    public Task<string> GetAsync(string manifest, params string[] settings) =>
        _images.GetOrAdd(string.Join(' ', [manifest, .. settings]), _ => new(() => BuildAsync($"manifests/kvm/{manifest}.yml", settings))).Value;

    /// <param name="manifest">The name of an example in manifests/kvm.</param>
    /// <param name="key">A key to sign with.</param>
    /// <returns>The path of the image, with enrolment files beside it.</returns>
    public Task<string> SignedAsync(string manifest, OwnKey key) => ChangedAsync(
        $"kvm/{manifest}", key.Name, ("name: debian-", $"name: {key.Name}-"),
        ("system:\n", $"system:\n  secure_boot: {{key: {key.KeyFile}, certificate: {key.CertificateFile}, enrolment_files: true}}\n"));

    /// <summary>Builds an example in which texts are others.</summary>
    /// <param name="manifest">Its name in manifests: <c>kvm/trixie</c>.</param>
    /// <param name="name">What the copy is told apart by.</param>
    /// <param name="changes">What stands there, and what stands there instead.</param>
    public async Task<string> ChangedAsync(string manifest, string name, params (string Old, string New)[] changes)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(ProgramRun.Project, "manifests", manifest + ".yml"));
        foreach (var (old, replacement) in changes)
        {
            Assert.Contains(old, text);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        var copy = Path.Combine(_space.Folder("manifests"), $"{Path.GetFileName(manifest)}-{name}.yml");
        await File.WriteAllTextAsync(copy, text);
        return await BuildAsync(copy, []);
    }

    /// <summary>A disk that begins as the image and keeps what a machine writes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">Its size; null for the image's own.</param>
    public async Task<string> OverlayAsync(string image, string? size = null)
    {
        var disk = Path.Combine(_space.Folder("disks"), $"{Guid.NewGuid():N}.qcow2");
        await EspFile.RunAsync(["qemu-img", "create", "-q", "-f", "qcow2", "-F", await QemuRunner.FormatAsync(image, default), "-b", image, disk, .. size is null ? (string[])[] : [size]]);
        return disk;
    }

    /// <summary>A raw file with the image's disk.</summary>
    public async Task<string> RawCopyAsync(string image)
    {
        var disk = Path.Combine(_space.Folder("disks"), $"{Guid.NewGuid():N}.raw");
        await EspFile.RunAsync("qemu-img", "convert", "-O", "raw", image, disk);
        return disk;
    }

    public void Dispose() => _space.Dispose();

    private async Task<string> BuildAsync(string manifest, string[] settings)
    {
        string[] command =
        [
            ProgramRun.Program, "build", manifest, "--output", _space.Folder("images"), "--cache", _space.Folder("cache"),
            "--log", "-", "--progress", "none", "--json", .. settings.SelectMany(setting => (string[])["--matrix", setting]),
        ];
        using var run = ProgramRun.Start(command, ProgramRun.Project, new Dictionary<string, string?>());
        var end = await run.EndAsync(Limit);
        Assert.True(end.Code == 0, end.Error);
        using var result = JsonDocument.Parse(end.Out);
        return result.RootElement.GetProperty("images")[0].GetProperty("path").GetString()!;
    }
}
