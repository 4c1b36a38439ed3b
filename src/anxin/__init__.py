"""Anxin (安心用气): the platform with which a district keeps town gas safe."""
