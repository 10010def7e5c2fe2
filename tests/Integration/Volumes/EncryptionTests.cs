using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

public sealed class EncryptionTests
{
    private const string Passphrase = "correct horse ü";
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_container_is_what_cryptsetup_makes_and_opens_with_each_of_its_secrets()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(EncryptionTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var (result, layout) = await bench.MakeAsync(Planned(), "a.raw");

        var container = await bench.ExtractAsync(result.Path, layout.Root);
        Assert.Equal(["TYPE=crypto_LUKS", "UUID=" + layout.Root.Encryption!.Uuid, "VERSION=2"],
            (await bench.RunAsync("blkid", "-p", "-s", "UUID", "-s", "TYPE", "-s", "VERSION", "-o", "export", container)).Split('\n').Where(fact => fact.Contains('=') && !fact.StartsWith("DEVNAME", StringComparison.Ordinal)).Order());
        var dump = (await bench.RunAsync("cryptsetup", "luksDump", container)).Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(2, dump.Count(line => line == "PBKDF: argon2id"));
        Assert.Equal(2, dump.Count(line => line == "Memory: 65536"));
        Assert.Contains("cipher: aes-xts-plain64", dump);
        Assert.Contains("offset: 16777216 [bytes]", dump);
        Assert.True(await Luks.OpensAsync(bench, container, Passphrase));
        Assert.True(await Luks.OpensAsync(bench, container, Key));
        Assert.False(await Luks.OpensAsync(bench, container, "correct horse"));
        // Both copies of the description are good: the first one is mended from the second.
        await bench.RunAsync("dd", "if=/dev/zero", $"of={container}", "bs=4096", "count=1", "conv=notrunc", "status=none");
        Assert.Contains(layout.Root.Encryption.Uuid, await bench.RunAsync("cryptsetup", "luksDump", container));
    }

    [Fact]
    public async Task What_is_in_a_container_is_the_planned_filesystem_and_nothing_of_it_is_readable_from_outside()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(EncryptionTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.Root.WriteTextAsync("/etc/told", "nobody shall read this");

        var (result, layout) = await bench.MakeAsync(Planned(), "a.raw");

        var container = await bench.ExtractAsync(result.Path, layout.Root);
        Assert.False(Contains(container, "nobody shall read this"));
        Assert.False(Contains(container, Passphrase));
        var opened = await Luks.OpenAsync(bench, container, Key);
        Assert.True(Contains(opened, "nobody shall read this"));
        await Checked.AssertSoundAsync(bench, layout.Root, opened);
        Assert.Contains("nobody shall read this", await bench.RunAsync("debugfs", "-R", "cat /etc/told", opened));
        // What is mounted on it is not in it.
        Assert.DoesNotContain("vmlinuz", await bench.RunAsync("debugfs", "-R", "ls -p /boot", opened));
        var boot = layout.Boot;
        await Checked.AssertSoundAsync(bench, boot, await bench.ExtractAsync(result.Path, boot));
    }

    [Fact]
    public async Task The_same_content_and_secrets_give_the_same_bytes_and_other_content_another_key()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(EncryptionTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var (first, layout) = await bench.MakeAsync(Planned(), "a.raw");
        var (second, _) = await bench.MakeAsync(Planned(), "b.raw");
        await bench.Root.WriteTextAsync("/etc/told", "one file more");
        var (third, _) = await bench.MakeAsync(Planned(), "c.raw");

        Assert.Equal(first.Sha256, second.Sha256);
        // Free space was zeros in both; under one key it would look the same in both.
        var last = layout.Root.End.Count - 4096;
        Assert.NotEqual(BytesAt(first.Path, last), BytesAt(third.Path, last));
    }

    private static PartitionLayout Planned() => Workbench.Plan("gpt", new()
    {
        ["boot"] = Workbench.Partition("40MiB"),
        ["root"] = Workbench.Partition("100MiB") with { Encryption = new() { Passphrase = Secret.Of(Passphrase), Key = Secret.Of(Key) } },
    }, firmware: "bios");

    private static bool Contains(string file, string text) => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private static byte[] BytesAt(string file, long place)
    {
        using var handle = File.OpenHandle(file);
        var bytes = new byte[4096];
        Assert.Equal(bytes.Length, RandomAccess.Read(handle, bytes, place));
        return bytes;
    }
}
