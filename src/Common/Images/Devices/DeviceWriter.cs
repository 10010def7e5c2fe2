using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Images.Devices;

/// <summary>Writes a raw disk to a block device and reads it back.</summary>
internal static class DeviceWriter
{
    /// <summary>Writes.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="output">The device.</param>
    /// <param name="raw">The disk.</param>
    /// <param name="isGpt">Whether it has a GPT, whose second copy is at the device's end.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task<VolumeResult> WriteAsync(IHost host, ImageOutput output, UnfinishedFile raw, bool isGpt, CancellationToken ct)
    {
        var size = new Bytes(RandomAccess.GetLength(raw.Handle));
        var wanted = await FileHash.Sha256Async(raw.Handle, ct);
        bool isLarger;
        using (var device = BlockDevice.Open(output.Path))
        {
            device.RequireRoom(size);
            isLarger = device.Size > size;
            var found = await Task.Run(
                () =>
                {
                    device.Write(raw.Handle, ct);
                    return device.Sha256(size, ct);
                },
                ct);
            if (found != wanted)
                throw new BuildException($"what was read back from '{output.Path}' is not what was written to it", "the device may be broken, or somebody else writes to it");
        }

        if (isGpt && isLarger)
            await host.RunAsync(new("sfdisk", "--quiet", "--relocate", "gpt-bak-std", output.Path), ct);
        return new(output.Path, output.Format.Name, size, size, raw.Allocated, wanted);
    }
}

/// <summary>A device that is written: it has its name, and nothing undoes it.</summary>
internal sealed class WrittenDevice(VolumeResult result) : UnplacedImage(result)
{
    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is held.
    }

    /// <inheritdoc/>
    protected override void OnPlace()
    {
        // It is where it belongs.
    }
}
