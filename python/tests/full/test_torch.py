"""`MNIST1D` in PyTorch, alone and with a DataLoader."""

import multiprocessing
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from mnist1d_builder import ParameterError, load
from mnist1d_builder.torch import MNIST1D


def test_examples_are_signals_with_a_channel_and_labels() -> None:
    dataset = MNIST1D()
    x, y = dataset[3]
    assert (x.shape, x.dtype) == ((1, 40), torch.float32)
    assert (y.shape, y.dtype) == ((), torch.int64)
    data = load()
    assert len(dataset) == 4000
    assert torch.equal(x[0], torch.tensor(data.x[3]))
    assert y == data.y[3]
    assert dataset.classes == [str(digit) for digit in range(10)]
    assert dataset.digest == data.digest


def test_splits_parameters_and_channels() -> None:
    dataset = MNIST1D(None, "validation", channels_first=False, num_samples=500, val_size=50)
    assert dataset.data.shape == (50, 40, 1)
    assert dataset[0][0].shape == (40, 1)
    assert len(MNIST1D(split="test_far", num_samples=500, shifts={"far": {"shear_scale": 1}})) == 100
    assert MNIST1D(split="test", preset_or_config="shuffled").config["shuffle_seq"] is True
    assert MNIST1D(num_samples=100, classes=[3, 8], class_names=["three", "eight"]).classes == ["three", "eight"]
    with pytest.raises(ParameterError, match=r"Did you mean train\?"):
        MNIST1D(split="trian")
    with pytest.raises(ParameterError, match=r"Did you mean num_samples\?"):
        MNIST1D(num_sample=100)


def test_root_is_the_cache(tmp_path: Path) -> None:
    MNIST1D(tmp_path, num_samples=100)
    assert len(list(tmp_path.iterdir())) == 1


def test_transforms_are_called() -> None:
    dataset = MNIST1D(transform=lambda x: x * 2, target_transform=lambda y: y + 10)
    plain = MNIST1D()
    assert torch.equal(dataset[0][0], plain[0][0] * 2)
    assert dataset[0][1] == plain[0][1] + 10


def test_tensors_are_in_the_mapped_file() -> None:
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("this system does not say what is mapped")
    dataset = MNIST1D(num_samples=600)
    regions = [line.split() for line in maps.read_text().splitlines() if str(load(num_samples=600).path) in line]
    bounds = [[int(bound, 16) for bound in region[0].split("-")] for region in regions]
    for tensor in (dataset.data, dataset.targets):
        assert any(low <= tensor.data_ptr() < high for low, high in bounds)


@pytest.mark.parametrize(("workers", "context"), [(0, None), (2, "fork"), (2, "spawn"), (2, "forkserver")])
def test_a_dataloader_has_them_all_in_order(workers: int, context: str | None) -> None:
    if context is not None and context not in multiprocessing.get_all_start_methods():
        pytest.skip("this system can't start workers so")
    dataset = MNIST1D(split="test")
    batches = list(DataLoader(dataset, batch_size=100, num_workers=workers, multiprocessing_context=context))
    data = load()
    assert len(batches) == 10
    assert (batches[0][0].shape, batches[0][0].dtype) == ((100, 1, 40), torch.float32)
    assert batches[0][1].dtype == torch.int64
    assert np.array_equal(torch.cat([x for x, _ in batches])[:, 0].numpy(), data.x_test)
    assert np.array_equal(torch.cat([y for _, y in batches]).numpy(), data.y_test)


def test_labels_that_were_changed_are_changed_in_workers_too() -> None:
    dataset = MNIST1D(split="test")
    dataset.targets[:] = 3
    loader = DataLoader(dataset, batch_size=500, num_workers=1, multiprocessing_context="spawn")
    assert all(bool((y == 3).all()) for _, y in loader)
    assert not bool((MNIST1D(split="test").targets == 3).all())


def test_it_can_be_pickled() -> None:
    dataset = MNIST1D(num_samples=100)
    again = pickle.loads(pickle.dumps(dataset))
    assert torch.equal(again.data, dataset.data)
