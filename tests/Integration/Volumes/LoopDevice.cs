using System.Diagnostics;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>A block device for a test: a file full of ones behind a loop device. The program itself uses none.</summary>
internal sealed class LoopDevice : IDisposable
{
    private LoopDevice(string path, string file) => (Path, File) = (path, file);

    public string Path { get; }

    /// <summary>What it holds.</summary>
    public string File { get; }

    /// <summary>Makes one, or skips the test with the reason.</summary>
    public static LoopDevice Make(string folder, long size)
    {
        var file = System.IO.Path.Combine(folder, "device");
        using (var stream = System.IO.File.Create(file))
        {
            var ones = new byte[1 << 20];
            ones.AsSpan().Fill(0xff);
            for (var done = 0L; done < size; done += ones.Length)
                stream.Write(ones);
        }

        using var losetup = Process.Start(new ProcessStartInfo("losetup", ["--find", "--show", file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var path = losetup.StandardOutput.ReadToEnd().Trim();
        var error = losetup.StandardError.ReadToEnd().Trim();
        losetup.WaitForExit();
        Assert.SkipUnless(losetup.ExitCode == 0, "there is no loop device for this user: " + error);
        return new(path, file);
    }

    public void Dispose() => Process.Start("losetup", ["--detach", Path]).WaitForExit();
}
