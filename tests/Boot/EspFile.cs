using System.Text.Json;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>A copy of an image as a raw file, and a file of its EFI system partition.</summary>
/// <param name="Image">The copy.</param>
/// <param name="Path">The file's path in the partition.</param>
internal sealed record EspFile(string Image, string Path)
{
    private const string EfiSystem = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";

    /// <summary>Changes one byte in the middle of the file.</summary>
    public async Task FlipByteAsync()
    {
        var partition = await PartitionAsync();
        var copy = Image + ".file";
        await RunAsync("mcopy", "-n", "-i", partition, "::" + Path, copy);
        var content = await File.ReadAllBytesAsync(copy);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(copy, content);
        await RunAsync("mcopy", "-D", "o", "-i", partition, copy, "::" + Path);
        File.Delete(copy);
    }

    /// <summary>The output of a command of this host that must succeed.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        using var run = ProgramRun.Start(command, ProgramRun.Project, new Dictionary<string, string?>());
        var end = await run.EndAsync(TimeSpan.FromMinutes(2));
        Assert.True(end.Code == 0, $"'{string.Join(' ', command)}' ended with {end.Code}: {end.Error}");
        return end.Out;
    }

    /// <summary>The first byte of the partition of a type.</summary>
    public static async Task<long> StartAsync(string image, string type)
    {
        using var table = JsonDocument.Parse(await RunAsync("sfdisk", "--json", image));
        return table.RootElement.GetProperty("partitiontable").GetProperty("partitions").EnumerateArray()
            .Single(p => p.GetProperty("type").GetString() == type).GetProperty("start").GetInt64() * 512;
    }

    // As the mtools take it: mtools(1), "file@@offset".
    private async Task<string> PartitionAsync() => $"{Image}@@{await StartAsync(Image, EfiSystem)}";
}
