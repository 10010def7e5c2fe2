using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>An image of one of the example manifests, built by the program as a user would.</summary>
internal sealed class BuiltImage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootstrap-vz-boot-");

    private BuiltImage()
    {
    }

    public string Path { get; private set; } = "";

    /// <param name="manifest">A manifest below the project's folder.</param>
    /// <param name="ct">Kills the build.</param>
    public static async Task<BuiltImage> BuildAsync(string manifest, CancellationToken ct)
    {
        var image = new BuiltImage();
        try
        {
            var start = new ProcessStartInfo(System.IO.Path.Combine(AppContext.BaseDirectory, "bootstrap-vz"))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Project(),
            };
            foreach (var argument in (string[])["build", manifest, "--output", image._folder.FullName, "--log", "-", "--progress", "none", "--json"])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            Assert.True(process.ExitCode == 0, await error);
            using var result = JsonDocument.Parse(await output);
            image.Path = image._folder.GetFiles().Single().FullName;
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Project()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "bootstrap-vz.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
