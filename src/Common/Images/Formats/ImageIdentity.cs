using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>What formats want to know of an image beside its bytes. qemu-img(1) draws it by lot or from the clock.</summary>
/// <param name="Seed">Stands for the build: equal seeds give equal identifiers.</param>
/// <param name="Epoch">When it was made, in seconds since 1970.</param>
/// <param name="FileName">What its file will be called.</param>
internal sealed record ImageIdentity(string Seed, long Epoch, string FileName)
{
    /// <summary>An identifier for one purpose.</summary>
    public Guid Uuid(string purpose) => DeterministicId.Uuid(Seed, purpose);

    /// <summary>A number for one purpose.</summary>
    public uint Number(string purpose) => DeterministicId.Number(Seed, purpose);
}
